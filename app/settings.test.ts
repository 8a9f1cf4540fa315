import { totalmem } from "node:os";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings, toEnvironment } from "./settings.ts";

describe("settings", () => {
  it("need nothing, and then stay on this machine with a database of their own", () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({ databaseUrl: undefined, redisUrl: undefined, host: "127.0.0.1", port: 8470 });
    expect(settings.home).toBe(resolve(".marquee"));
    expect(settings.studios).toBeGreaterThanOrEqual(1);
    expect(settings).toMatchObject({ imageModel: "marquee-paint", textModel: "marquee-copy", provider: "cpu" });
    expect(settings.modelMemoryMb * 1e6).toBeLessThanOrEqual(totalmem() / 2);
  });

  it("take each variable, and pass themselves on to a child process unchanged", () => {
    const given = {
      DATABASE_URL: "postgres://u:p@db/marquee",
      REDIS_URL: "rediss://cache:6380",
      MARQUEE_HOME: "/var/lib/marquee",
      MARQUEE_HOST: "::1",
      MARQUEE_PORT: "0",
      MARQUEE_DATABASE_PORT: "5433",
      MARQUEE_LEARN_EVERY_MS: "500",
      MARQUEE_STUDIOS: "3",
      MARQUEE_IMAGE_MODEL: "sd-turbo",
      MARQUEE_STYLE_MODEL: "mosaic",
      MARQUEE_CUTOUT_MODEL: "cutter",
      MARQUEE_TEXT_MODEL: "smollm2",
      MARQUEE_TEXT_URL: "https://texts.example/v1",
      MARQUEE_TEXT_KEY: "s3cret",
      MARQUEE_TEXT_DAILY_TOKENS: "50000",
      MARQUEE_SIGNING_KEY: "/run/secrets/key.pem",
      MARQUEE_SIGNING_CERT: "/run/secrets/chain.pem",
      MARQUEE_PROVIDER: "cuda",
      MARQUEE_MODEL_MEMORY_MB: "12000",
      MARQUEE_MODEL_TIMEOUT_MS: "90000",
      MARQUEE_QUEUE_PREFIX: "blue-2",
      MARQUEE_HUB_URL: "https://hub.example/models",
      MARQUEE_LOG_LEVEL: "warn",
    };
    const settings = readSettings({ ...given, PATH: "/bin", HOME: "/root" });
    expect(settings).toMatchObject({ port: 0, studios: 3, learnEveryMs: 500, home: resolve("/var/lib/marquee") });
    expect(readSettings(toEnvironment(settings))).toEqual(settings);
    expect(readSettings(toEnvironment(readSettings({})))).toEqual(readSettings({}));
  });

  it("keep the hub's token to themselves", () => {
    const settings = readSettings({ MARQUEE_HUB_TOKEN: "hf_secret" });
    expect(settings.hubToken).toBe("hf_secret");
    expect(JSON.stringify(toEnvironment(settings))).not.toContain("hf_secret");
    expect(() => readSettings({ MARQUEE_HUB_TOKEN: "hf_ secret" })).toThrow(/^(?!.*secret).*MARQUEE_HUB_TOKEN/);
  });

  it("take a signing key and its certificate together or not at all", () => {
    const together = "MARQUEE_SIGNING_KEY and MARQUEE_SIGNING_CERT go together";
    expect(() => readSettings({ MARQUEE_SIGNING_KEY: "key.pem" })).toThrow(together);
    expect(() => readSettings({ MARQUEE_SIGNING_CERT: "chain.pem" })).toThrow(together);
    expect(readSettings({}).signing).toBeUndefined();
  });

  it("take an empty variable as absent, as shells and deployment files write it", () => {
    expect(readSettings({ DATABASE_URL: "", MARQUEE_PORT: "" })).toEqual(readSettings({}));
  });

  it.each([
    ["DATABASE_URL", "mysql://db"],
    ["REDIS_URL", "localhost:6379"],
    ["MARQUEE_PORT", "65536"],
    ["MARQUEE_PORT", "-1"],
    ["MARQUEE_PORT", "80a"],
    ["MARQUEE_DATABASE_PORT", "0"],
    ["MARQUEE_LEARN_EVERY_MS", "499"],
    ["MARQUEE_STUDIOS", "0"],
    ["MARQUEE_STUDIOS", "65"],
    ["MARQUEE_TEXT_URL", "texts.example"],
    ["MARQUEE_TEXT_DAILY_TOKENS", "-1"],
    ["MARQUEE_PROVIDER", "gpu"],
    ["MARQUEE_MODEL_MEMORY_MB", "0"],
    ["MARQUEE_MODEL_TIMEOUT_MS", "99"],
    ["MARQUEE_QUEUE_PREFIX", "a:b"],
    ["MARQUEE_HUB_URL", "ftp://hub"],
    ["MARQUEE_LOG_LEVEL", "loud"],
  ])("refuse %s=%s by its name", (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^Setting ${name} .{5,}\\.$`));
  });

  it("name every wrong variable at once", () => {
    const wrong = () => readSettings({ MARQUEE_PORT: "x", MARQUEE_STUDIOS: "x" });
    expect(wrong).toThrow(/MARQUEE_PORT.*MARQUEE_STUDIOS/);
  });

  it("refuse a variable of ours that nobody reads, and leave the tests' own alone", () => {
    expect(() => readSettings({ MARQUEE_PROT: "80" })).toThrow("Unknown setting MARQUEE_PROT. Known: DATABASE_URL");
    expect(() => readSettings({ MARQUEE_TEST_REDIS_URL: "redis://x", MARQUEE_NO_SKIPS: "1" })).not.toThrow();
  });

  it("never show a password when they refuse", () => {
    const wrong = () => readSettings({ DATABASE_URL: "mysql://root:hunter2@db" });
    expect(wrong).toThrow(/^(?!.*hunter2).*DATABASE_URL/);
  });
});
