import { useState } from 'preact/hooks';
import { ChoiceCards, DataTable, Foreign, SelectField, Stack, Text } from '../design';
import { fill, useText } from '../shell/texts';
import { aboutKey } from './about';
import { aboutIn, matrixOf, type Matrix, type View } from './matrix';
import type { Cell, Decision } from './shapes';
import { Shown } from './shown';
import { askersWords, ownersWords } from './summed-words';
import { raised, type Words } from './words';

/** The outcomes of a policy, for one department or one team at a time. */
export function MatrixExplorer({ cells, words }: { cells: readonly Cell[]; words: Words }) {
  const m = useText('matrix');
  const { directory } = words.basis;
  const askers = directory.departments().filter(({ code }) => cells.some(({ asker }) => asker === code));
  const owners = directory.teams();
  const abouts = aboutIn(cells);
  const [view, setView] = useState<View>('asker');
  const [asker, setAsker] = useState(askers[0]?.code ?? '');
  const [owner, setOwner] = useState(owners[0]?.code ?? '');
  const [about, setAbout] = useState(abouts[0] === undefined ? '' : aboutKey(abouts[0]));
  const chosen = abouts.find((one) => aboutKey(one) === about);
  if (chosen === undefined) return <Text>{m.none}</Text>;
  const who = view === 'asker' ? words.department(asker) : words.team(owner);
  return (
    <>
      <div class="no-print">
        <Stack>
          <ChoiceCards
            id="matrix-view"
            label={m.view}
            value={view}
            choices={(['asker', 'owner'] as const).map((value) => ({ value, label: m.views[value] }))}
            onChange={setView}
          />
          {view === 'asker' ? (
            <SelectField
              id="matrix-asker"
              label={m.asker}
              value={asker}
              choices={askers.map(({ code, name }) => ({ value: code, label: name }))}
              onChange={setAsker}
            />
          ) : (
            <SelectField
              id="matrix-owner"
              label={m.owner}
              value={owner}
              choices={owners.map(({ code, name }) => ({ value: code, label: name }))}
              onChange={setOwner}
            />
          )}
          <SelectField
            id="matrix-about"
            label={m.about}
            value={about}
            choices={abouts.map((one) => ({ value: aboutKey(one), label: raised(words.about(one)) }))}
            onChange={setAbout}
          />
        </Stack>
      </div>
      <div aria-live="polite">
        <MatrixTable
          matrix={matrixOf(cells, view, view === 'asker' ? asker : owner, chosen)}
          view={view}
          caption={fill(view === 'asker' ? m.captionAsker : m.captionOwner, { who, about: words.about(chosen) })}
          words={words}
        />
      </div>
    </>
  );
}

interface TableProps {
  readonly matrix: Matrix;
  readonly view: View;
  readonly caption: string;
  readonly words: Words;
}

function MatrixTable({ matrix: { purposes, rows }, view, caption, words }: TableProps) {
  const m = useText('matrix');
  if (rows.length === 0) return <Text>{view === 'asker' ? m.noneAsker : m.none}</Text>;
  const parties = view === 'asker' ? ownersWords : askersWords;
  const { directory } = words.basis;
  const order = (view === 'asker' ? directory.teams() : directory.departments()).map(({ code }) => code);
  const sorted = [...rows].sort((a, b) => order.indexOf(a.parties[0]!) - order.indexOf(b.parties[0]!));
  return (
    <DataTable
      caption={caption}
      rows={sorted}
      rowKey={(row) => row.parties.join()}
      columns={[
        {
          key: 'parties',
          label: view === 'asker' ? m.rowAsker : m.rowOwner,
          names: true,
          cell: (row) => <Foreign text={parties(row.parties, words)} />,
        },
        ...purposes.map((purpose, i) => ({
          key: purpose,
          label: words.purpose(purpose),
          cell: ({ decisions }: Matrix['rows'][number]) => <Outcome decision={decisions[i]} />,
        })),
      ]}
    />
  );
}

function Outcome({ decision }: { decision: Decision | undefined }) {
  const m = useText('matrix');
  if (decision === undefined) return <span class="rv-small">{m.notAsked}</span>;
  const { disclosure, broker, rule } = decision;
  return (
    <>
      <Shown
        disclosure={disclosure}
        words={broker === undefined ? m.disclosures[disclosure] : `${m.disclosures[disclosure]}: ${broker.label}`}
      />
      <div class="rv-small">
        {m.told[disclosure === 'closed' ? 'nothing' : 'who']}
        {rule !== 'default' && (
          <>
            {' · '}
            <code>{rule}</code>
          </>
        )}
      </div>
    </>
  );
}
