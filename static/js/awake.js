// The screen stays lit while the badge is shown; where a phone cannot, nothing is lost.

const stayAwake = async () => {
  if (document.visibilityState !== "visible") return;
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // A phone that saves its battery says no.
  }
};

document.addEventListener("visibilitychange", stayAwake);
stayAwake();
