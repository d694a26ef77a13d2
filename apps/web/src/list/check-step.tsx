import { useState } from 'preact/hooks';
import {
  Actions,
  Button,
  Checkbox,
  type Column,
  DataTable,
  ErrorSummary,
  focusField,
  Icon,
  PageTitle,
  Stack,
  StatusBadge,
  Text,
  TextField,
} from '../design';
import { faultWords } from '../shell/fault-words';
import { afterPress } from '../shell/press';
import { desk } from '../shell/desk';
import { Forgetting } from '../shell/forgetting';
import { counted, fill, useText } from '../shell/texts';
import { BESIDE_OTHERS } from './beside';
import { type Entry, type Judged, judge, questionsIn } from './lines';

interface Props {
  readonly entries: readonly Entry[];
  readonly building: boolean;
  readonly onBack: (entries: readonly Entry[]) => void;
  readonly onAsk: (judged: readonly Judged[]) => void;
  readonly forget: () => void;
}

/** More links than this help nobody; the next ones come when these are mended. */
const MOST_FAULTS = 10;

const fieldOf = (line: number): string => `line-${line}`;
const removerOf = (line: number): string => `remove-${line}`;
/** After the next drawing, since the field is not there before. */
const focusSoon = (id: string): number => requestAnimationFrame(() => focusField(id));

/** Each line with what was understood, or why not and a field to mend it. Nothing is asked before all of it is right. */
export function CheckStep({ entries: read, building, onBack, onAsk, forget }: Props) {
  const t = useText('list');
  const [entries, setEntries] = useState(read);
  const [onlyOpen, setOnlyOpen] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const judged = judge(entries, building);
  const wrong = judged.filter(({ code }) => code !== undefined);
  const questions = questionsIn(judged).length;

  const change = (line: number, changes: Partial<Entry>): void =>
    setEntries((all) => all.map((entry) => (entry.line === line ? { ...entry, ...changes } : entry)));
  const mend = async (line: number, text: string): Promise<void> => {
    change(line, { text });
    const found = await desk.lists.mend(text);
    setEntries((all) =>
      all.map((entry) => (entry.line === line && entry.text === text ? mended(entry, found) : entry)),
    );
  };
  const remove = (line: number): void => {
    const place = entries.findIndex((entry) => entry.line === line);
    const neighbour = entries[place + 1] ?? entries[place - 1];
    const rest = entries.filter((entry) => entry.line !== line);
    if (neighbour === undefined) return onBack(rest);
    setEntries(rest);
    focusSoon(removerOf(neighbour.line));
  };
  const ask = async (onlyGood: boolean): Promise<void> => {
    // A field may have been left a moment ago: what stands in it counts, not what was read before.
    const fresh = await Promise.all(
      entries.map(async (entry) => (entry.open ? mended(entry, await desk.lists.mend(entry.text)) : entry)),
    );
    setEntries(fresh);
    const final = judge(fresh, building);
    if (questionsIn(final).length > 0 && (onlyGood || final.every(({ code }) => code === undefined)))
      return onAsk(final);
    setAttempt(attempt + 1);
  };
  const actions = (
    <Actions>
      <Button appearance="primary" icon="search" onClick={() => void ask(false)}>
        {counted(questions, t.ask)}
      </Button>
      {wrong.length > 0 && questions > 0 && (
        <Button onClick={() => void ask(true)}>{counted(questions, t.askGood)}</Button>
      )}
      <Button appearance="subtle" onClick={() => onBack(entries)}>
        {t.back}
      </Button>
    </Actions>
  );
  const shown = onlyOpen ? judged.filter(({ entry }) => entry.open) : judged;

  return (
    <Stack wide>
      <PageTitle focus="check">{t.checkTitle}</PageTitle>
      <Summary judged={judged} />
      {attempt > 0 && (
        <ErrorSummary
          title={counted(wrong.length, t.wrongTitle)}
          attempt={attempt}
          errors={wrong.slice(0, MOST_FAULTS).map(({ entry: { line }, code }) => ({
            fieldId: fieldOf(line),
            text: fill(t.wrongLine, { line, reason: faultWords(code!) }),
          }))}
        />
      )}
      {actions}
      {entries.some(({ open }) => open) && (
        <Checkbox id="only-open" label={t.onlyOpen} checked={onlyOpen} onChange={setOnlyOpen} />
      )}
      <div class="list-check">
        <DataTable
          caption={t.checkCaption}
          captionHidden
          columns={columnsOf(t, {
            onText: (line, text) => void mend(line, text),
            onOpen: (line) => {
              change(line, { open: true });
              focusSoon(fieldOf(line));
            },
            onRemove: remove,
          })}
          rows={shown}
          rowKey={({ entry }) => entry.line}
        />
      </div>
      {shown.length > MOST_FAULTS && actions}
      <Forgetting on forget={forget} {...BESIDE_OTHERS} />
    </Stack>
  );
}

const mended = ({ line, text }: Entry, found: Pick<Entry, 'subject' | 'code'>): Entry => ({
  line,
  text,
  open: true,
  ...found,
});

/** How the list stands; read aloud as it changes. */
function Summary({ judged }: { judged: readonly Judged[] }) {
  const t = useText('list');
  const wrong = judged.filter(({ code }) => code !== undefined).length;
  const double = judged.filter(({ double: earlier }) => earlier !== undefined).length;
  const parts = [counted(questionsIn(judged).length, t.good)];
  if (wrong > 0) parts.push(counted(wrong, t.wrong));
  if (double > 0) parts.push(counted(double, t.double));
  return (
    <div role="status">
      <Text>{parts.join(' ')}</Text>
    </div>
  );
}

interface Acts {
  readonly onText: (line: number, text: string) => void;
  readonly onOpen: (line: number) => void;
  readonly onRemove: (line: number) => void;
}

type Words = ReturnType<typeof useText<'list'>>;

const columnsOf = (t: Words, acts: Acts): readonly Column<Judged>[] => [
  { key: 'line', label: t.line, numeric: true, cell: ({ entry }) => entry.line },
  { key: 'address', label: t.address, names: true, cell: (row) => <AddressCell row={row} onText={acts.onText} /> },
  { key: 'state', label: t.state, cell: (row) => <State row={row} /> },
  { key: 'acts', label: t.acts, cell: (row) => <RowActs row={row} acts={acts} /> },
];

function AddressCell({ row: { entry, address, code }, onText }: { row: Judged; onText: Acts['onText'] }) {
  const t = useText('list');
  // Nobody is corrected while typing: only after leaving the field.
  const [typing, setTyping] = useState(false);
  if (!entry.open) return <bdi>{address}</bdi>;
  return (
    <TextField
      id={fieldOf(entry.line)}
      label={fill(t.lineField, { line: entry.line })}
      value={entry.text}
      error={code === undefined || typing ? undefined : faultWords(code)}
      note={code === undefined ? fill(t.understood, { address }) : ''}
      announce
      onInput={(text) => {
        setTyping(true);
        onText(entry.line, text);
      }}
      onBlur={() => afterPress(() => setTyping(false))}
    />
  );
}

function State({ row: { code, double } }: { row: Judged }) {
  const t = useText('list');
  if (code !== undefined) return <StatusBadge tone="attention">{t.stateWrong}</StatusBadge>;
  if (double !== undefined) return <StatusBadge tone="neutral">{fill(t.stateDouble, { line: double })}</StatusBadge>;
  return (
    <span class="list-good">
      <Icon name="check" /> {t.stateGood}
    </span>
  );
}

function RowActs({ row: { entry }, acts }: { row: Judged; acts: Acts }) {
  const t = useText('list');
  const { line } = entry;
  const where = <span class="rv-hidden"> {fill(t.ofLine, { line })}</span>;
  return (
    <div class="list-acts">
      {!entry.open && (
        <Button appearance="subtle" compact onClick={() => acts.onOpen(line)}>
          {t.mend}
          {where}
        </Button>
      )}
      <Button id={removerOf(line)} appearance="subtle" compact onClick={() => acts.onRemove(line)}>
        {t.remove}
        {where}
      </Button>
    </div>
  );
}
