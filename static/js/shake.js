// Shakes the phone. Browsers do so for those alone who have tapped, and complain of the rest.
export function shake(pattern) {
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(pattern);
}
