import { Involvement, Link } from '#involvement';
import { Department, PurposeVersion, Team } from '#organisation';
import { openDatabase } from '#platform';
import { type TestDatabase, startTestDatabase } from '../support';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

it('each entity has exactly the columns that the migrations made, with the same nullability', async () => {
  const database = await openDatabase({
    url: test.url,
    name: 'schema',
    entities: [Department, Team, PurposeVersion, Involvement, Link],
  }).initialize();
  try {
    for (const { tableName, columns } of database.entityMetadatas) {
      const stored = await database.query<{ column_name: string; is_nullable: string }[]>(
        "select column_name, is_nullable from information_schema.columns where table_schema = 'public' and table_name = $1",
        [tableName],
      );
      const expected = columns
        .map(({ databaseName, isNullable }) => `${databaseName} ${isNullable ? 'YES' : 'NO'}`)
        .sort();
      expect(stored.map(({ column_name, is_nullable }) => `${column_name} ${is_nullable}`).sort()).toEqual(expected);
    }
    expect(database.entityMetadatas).toHaveLength(5);
  } finally {
    await database.destroy();
  }
});
