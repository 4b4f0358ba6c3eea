import { CAN_WALK, PinTable } from "./pin_table.ts";

Deno.test({
  name: "for any HOME, DOCKER_CONFIG and XDG, the pinned identity is used, or none (tests/long has all rows)",
  ignore: !CAN_WALK,
  fn: async (t) => {
    await using table = await PinTable.create();
    const rows = [
      { home: "set", docker: "unset", xdg: "default", pinned: "this" },
      { home: "unset", docker: "unset", xdg: "other", pinned: "this" },
      { home: "other", docker: "B", xdg: "default", pinned: "this" },
      { home: "other", docker: "unset", xdg: "default", pinned: "this" },
    ] as const;
    for (const row of rows) await t.step(Object.values(row).join(", "), () => table.check(row));
  },
});
