/** What an owner may ask for in one case: that it is shown no more than this. The rules may show less, never more. */
export const OWN_DISCLOSURES = ['mediated', 'silent', 'closed'] as const;
export type OwnDisclosure = (typeof OWN_DISCLOSURES)[number];
