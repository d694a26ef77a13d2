const each = (most: number) => ({
  person: { hour: most, day: most },
  address: { hour: most, day: most },
  business: { hour: most, day: most },
  building: { hour: most, day: most },
});

/** The same for the index. */
export const AMPLE_INDEX_BUDGETS = Object.fromEntries(
  ['person', 'team', 'department', 'office'].map((holder) => {
    const { person, address, business } = each(100_000_000);
    return [holder, { person, address, business, emergency: person }];
  }),
);

/** For tests that are about something else, in the shape of the custodian's BUDGETS_FILE. */
export const AMPLE_BUDGETS = {
  people: { ask: each(1_000_000), register: each(1_000_000) },
  newcomers: { share: 1 },
  connections: { least: 1_000_000 },
  office: { ask: each(100_000_000), register: each(100_000_000) },
};
