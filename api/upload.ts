import express, { type NextFunction, type Request, type RequestHandler, type Response } from "express";
import { AppError } from "../core/errors.ts";

// Each is held whole until it is answered: together no more than 400 MB.
const MOST_AT_ONCE = 8;

/** What a file may be declared as; what it is, its bytes say. */
export const isFileType = (request: Request): boolean => Boolean(request.is(["image/*", "application/octet-stream"]));

/** Reads a body as bytes, up to its limit and as it is sent, never unpacked; refuses those that come on top of many. */
export function readUpload(maxBytes: number): RequestHandler {
  const read = express.raw({ limit: maxBytes, type: () => true, inflate: false });
  let held = 0;
  return (request: Request, response: Response, next: NextFunction) => {
    if (held >= MOST_AT_ONCE) throw new AppError("assets_busy", `${held} files are held`);
    held++;
    response.once("close", () => held--);
    read(request, response, next);
  };
}
