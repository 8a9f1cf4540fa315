import { expect, it } from "vitest";
import { chooseNetwork, networkFault } from "./network.ts";

it("reads the number type from the file's name, the exact one first", () => {
  const paths = ["onnx/model_q4.onnx", "onnx/model_fp16.onnx", "onnx/model_quantized.onnx", "onnx/other.onnx"];
  expect(chooseNetwork(paths)).toEqual({
    path: "onnx/model_quantized.onnx",
    dtype: "q8",
    base: "model",
    subfolder: "onnx",
  });
  expect(chooseNetwork(["onnx/model.onnx", ...paths]).dtype).toBe("fp32");
  expect(chooseNetwork(paths, "q4").path).toBe("onnx/model_q4.onnx");
  expect(chooseNetwork(["decoder_model_merged.onnx"])).toMatchObject({ base: "decoder_model_merged", subfolder: "" });
});

it("says which networks there are where none fits", () => {
  expect(() => chooseNetwork(["onnx/other.onnx"])).toThrow(/it has onnx\/other\.onnx$/);
  expect(() => chooseNetwork([])).toThrow(/it has none$/);
  expect(() => chooseNetwork(["model.onnx"], "q8")).toThrow(/^has no q8 network/);
});

it.each([
  ["Could not find an implementation for NhwcConv(1) node with name 'x'", "NhwcConv"],
  ["Fatal error: com.microsoft:BiasAdd(-1) is not a registered function/op", "BiasAdd"],
  ["[ONNXRuntimeError] : 1 : FAIL : No Op registered for Sparkle with domain_version of 21", "Sparkle"],
])("names the operator in %j", (message, operator) => {
  expect(networkFault("model.onnx", new Error(message))).toMatch(
    `model.onnx uses the operator ${operator}, which has no kernel here`,
  );
});

it("passes on what it does not know", () => {
  expect(networkFault("model.onnx", new Error("Protobuf parsing failed."))).toBe(
    "model.onnx cannot be loaded: Protobuf parsing failed.",
  );
});
