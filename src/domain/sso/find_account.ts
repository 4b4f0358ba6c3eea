import { didYouMean } from "../text/nearest.ts";

/** An account in the portal of IAM Identity Center. */
export interface SsoAccount {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
}

/** The result of finding an account by name. */
type AccountSearch =
  | { readonly kind: "found"; readonly account: SsoAccount }
  /** The hint lists the existing ones; absent if there are none. */
  | { readonly kind: "missing"; readonly hint: string | undefined }
  /** Names need not be unique. */
  | { readonly kind: "ambiguous"; readonly accounts: readonly SsoAccount[] };

/** Finds an account by name: exactly as written, otherwise case-insensitively. */
export function findAccount(accounts: readonly SsoAccount[], name: string): AccountSearch {
  const exact = accounts.filter((account) => account.name === name);
  const found = exact.length > 0
    ? exact
    : accounts.filter((account) => account.name.toLowerCase() === name.toLowerCase());
  const [account, ...others] = found;
  if (account === undefined) {
    return { kind: "missing", hint: didYouMean(name, new Set(accounts.map(({ name }) => name))) };
  }
  return others.length === 0 ? { kind: "found", account } : { kind: "ambiguous", accounts: found };
}
