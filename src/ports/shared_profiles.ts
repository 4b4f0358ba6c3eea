/** The shared files of the AWS tools, as far as it must be known whether they have a say. */
export interface SharedProfiles {
  /** Whether they give a profile a source of credentials. Files that cannot be read have no say. */
  hasCredentials(profile: string): Promise<boolean>;
}
