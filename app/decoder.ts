import { serveDecoder } from "../adapters/decode-child.ts";
import { decodePicture, openOnlyTakenFormats } from "../pipeline/key-art/decode.ts";

/** A child process of the API: decodes one uploaded picture and ends. */
openOnlyTakenFormats();
serveDecoder(decodePicture);
