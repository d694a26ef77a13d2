import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import { Actions, Button, ChoiceCards, DataTable, Foreign, Section, SelectField, Stack, Text } from '../design';
import { desk } from '../shell/desk';
import { ProblemNotice } from '../shell/problem-notice';
import { fill, useText } from '../shell/texts';
import { aboutKey } from './effects';
import { aboutIn, matrixOf, type Matrix, type View } from './matrix';
import { readCell } from './read';
import { Shown } from './rules-view';
import type { Cell, Decision } from './shapes';
import { raised, type Words } from './words';

/** All that a policy decides, seen from one department or one team; fetched when somebody wants it, since it is much. */
export function MatrixView({ name, words }: { name: string; words: Words }) {
  const m = useText('policy').matrix;
  const [cells, setCells] = useState<readonly Cell[]>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const load = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { goesOn } = words.basis.directory;
      setCells((await desk.raakvlak.policyRoom.cells(name)).map(readCell).filter(({ owner }) => goesOn(owner)));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    }
    setBusy(false);
  };
  return (
    <div class={cells === undefined ? 'no-print' : undefined}>
      <Section title={m.title}>
        <Text>{m.note}</Text>
        {problem !== undefined && <ProblemNotice problem={problem} />}
        {cells === undefined ? (
          <Actions>
            <Button busy={busy && m.loading} onClick={() => void load()}>
              {m.load}
            </Button>
          </Actions>
        ) : (
          <Explorer cells={cells} words={words} />
        )}
      </Section>
    </div>
  );
}

function Explorer({ cells, words }: { cells: readonly Cell[]; words: Words }) {
  const m = useText('policy').matrix;
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
  const m = useText('policy').matrix;
  if (rows.length === 0) return <Text>{view === 'asker' ? m.noneAsker : m.none}</Text>;
  const parties = view === 'asker' ? words.owners : words.askers;
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
          cell: (row) => <Foreign text={parties(row.parties)} />,
        },
        ...purposes.map((purpose, i) => ({
          key: purpose,
          label: words.purpose(purpose),
          cell: ({ decisions }: Matrix['rows'][number]) => <Outcome decision={decisions[i]} words={words} />,
        })),
      ]}
    />
  );
}

function Outcome({ decision, words: { t } }: { decision: Decision | undefined; words: Words }) {
  if (decision === undefined) return <span class="rv-small">{t.matrix.notAsked}</span>;
  const { disclosure, broker, rule } = decision;
  return (
    <>
      <Shown
        disclosure={disclosure}
        words={
          broker === undefined ? t.disclosures[disclosure].short : `${t.disclosures[disclosure].short}: ${broker.label}`
        }
      />
      <div class="rv-small">
        {t.toldShort[disclosure === 'closed' ? 'nothing' : 'who']}
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
