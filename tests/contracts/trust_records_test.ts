import { TrustFile } from "../../src/adapters/trust/trust_file.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { MemoryTrustRecords } from "../fakes/memory_trust_records.ts";
import { testTrustRecords } from "./trust_records_contract.ts";

testTrustRecords("MemoryTrustRecords", () =>
  Promise.resolve({
    records: new MemoryTrustRecords(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }));

testTrustRecords("TrustFile", async () => {
  const directory = await tempDirectory();
  return {
    records: new TrustFile(`${directory.path}/state/atmos/ecr/trust.json`),
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
});
