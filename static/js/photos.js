// Photos of paper are made as small as reading allows before they leave the phone: three of them
// fit into one form, and a slow line carries them. Without this they go as they are.

const LONGEST = 2200;
const QUALITY = 0.85;
const ENOUGH = 700 * 1024;

async function smaller(file) {
  if (!["image/jpeg", "image/png"].includes(file.type) || file.size <= ENOUGH) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], "photo.jpg", { type: "image/jpeg" });
}

// What is still being drawn, by form: the form waits for it, before anything else hears of it.
const drawing = new Map();

function hold(form) {
  form.addEventListener(
    "submit",
    (event) => {
      const pending = drawing.get(form);
      if (!pending) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      pending.finally(() => form.requestSubmit(submitter));
    },
    true,
  );
}

for (const input of document.querySelectorAll("input[type=file][data-photos]")) {
  const { form } = input;
  if (!drawing.has(form)) {
    drawing.set(form, null);
    hold(form);
  }
  input.addEventListener("change", () => {
    const work = Promise.all([drawing.get(form), shrink(input)]).finally(() => {
      if (drawing.get(form) === work) drawing.set(form, null);
    });
    drawing.set(form, work);
  });
}

async function shrink(input) {
  try {
    const chosen = new DataTransfer();
    for (const file of input.files) chosen.items.add(await smaller(file));
    input.files = chosen.files;
  } catch {
    // A picture that this browser cannot draw goes as it is: the server says what is wrong.
  }
}
