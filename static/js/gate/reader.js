// Reads QR codes beside the page, so that the page stays free to answer.
// The browser's own reader where it knows QR codes, else zxing compiled to WebAssembly.

const WASM = new URL("../../vendor/zxing/reader/zxing_reader.wasm", import.meta.url).href;
const OPTIONS = {
  formats: ["QRCode"],
  tryHarder: true,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: true,
  maxNumberOfSymbols: 1,
};

let read = null;

async function ownReader() {
  if (!("BarcodeDetector" in self)) return null;
  try {
    if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return null;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    await detector.detect(new ImageData(8, 8)); // some phones have the name and not the service
    return async (frame) => (await detector.detect(frame))[0]?.rawValue ?? "";
  } catch {
    return null;
  }
}

async function zxing() {
  const { prepareZXingModule, readBarcodes } = await import("../../vendor/zxing/reader/index.js");
  await prepareZXingModule({
    overrides: { locateFile: (path, prefix) => (path.endsWith(".wasm") ? WASM : prefix + path) },
    fireImmediately: true,
  });
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const pixels = (frame) => {
    if (frame instanceof ImageData) return frame;
    if (canvas.width !== frame.width || canvas.height !== frame.height) {
      canvas.width = frame.width;
      canvas.height = frame.height;
    }
    pen.drawImage(frame, 0, 0);
    return pen.getImageData(0, 0, frame.width, frame.height);
  };
  const decode = async (frame) => {
    const found = await readBarcodes(pixels(frame), OPTIONS);
    return found.find((code) => code.isValid)?.text ?? "";
  };
  await decode(new ImageData(64, 64)); // warm: the first frame of the camera is read at once
  return decode;
}

async function start() {
  read = await ownReader();
  const own = read !== null;
  read ??= await zxing();
  postMessage({ ready: true, own });
}

const ready = start().catch((error) => postMessage({ failed: String(error) }));

self.onmessage = async ({ data: { frame, at } }) => {
  await ready;
  let text = "";
  try {
    text = await read(frame);
  } catch {
    // The phone's own reader may go away while it works; ours is always there.
    read = await zxing().catch(() => async () => "");
  }
  frame.close?.();
  postMessage({ text, at });
};
