import { DataTable, Foreign, Text } from '../design';
import { useText } from '../shell/texts';
import { purposeRows } from './purpose-rows';
import type { PurposeGiven } from './shapes';
import type { Words } from './words';

/** Member by member, beside what counts today. */
export function PurposeSaid({ given, open, words }: { given: PurposeGiven; open: boolean; words: Words }) {
  const p = useText('proposal');
  const { kinds } = useText('proposals');
  const known = words.basis.purposes.find(({ code }) => code === given.code)?.shown;
  const current = open ? known : undefined;
  const then = purposeRows(given, words);
  const now = current === undefined ? [] : purposeRows(current, words);
  return (
    <>
      {open && known === undefined && <Text>{p.newPurpose}</Text>}
      <DataTable
        caption={kinds.purpose}
        captionHidden
        rows={then.map(({ term, said }, i) => ({ term, said, was: now[i]?.said }))}
        rowKey={({ term }) => term}
        columns={[
          { key: 'term', label: p.field, names: true, cell: ({ term }) => term },
          ...(current === undefined
            ? []
            : [
                {
                  key: 'now',
                  label: p.now,
                  cell: ({ was }: { was: string | undefined }) => <Foreign text={was ?? ''} />,
                },
              ]),
          {
            key: 'then',
            label: p.then,
            cell: ({ said, was }) =>
              was === said || current === undefined ? (
                <Foreign text={said} />
              ) : (
                <strong>
                  <Foreign text={said} />
                </strong>
              ),
          },
        ]}
      />
    </>
  );
}
