import type { Purpose } from '#client/browser';
import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import {
  Actions,
  Busy,
  Button,
  Checkbox,
  ChoiceCards,
  Disclosure,
  ErrorSummary,
  FileField,
  Foreign,
  Notice,
  PageTitle,
  Stack,
  Text,
  TextField,
} from '../design';
import { faultWords } from '../shell/fault-words';
import { desk } from '../shell/desk';
import { Forgetting } from '../shell/forgetting';
import { ProblemNotice } from '../shell/problem-notice';
import { usePurposes } from '../shell/purposes';
import { fill, loadTexts, useText } from '../shell/texts';
import { MOST_LINES } from '../worker/list-limits';
import { BESIDE_OTHERS } from './beside';
import type { Entry } from './lines';
import { IN_ONE_PART } from './run';

/** What stands in the form. */
export interface Draft {
  readonly purpose: string;
  readonly purposeName: string;
  readonly building: boolean;
  readonly caseNumber: string;
  readonly text: string;
  /** In the place of the text */
  readonly file: File | undefined;
}

export const NOTHING: Draft = {
  purpose: '',
  purposeName: '',
  building: false,
  caseNumber: '',
  text: '',
  file: undefined,
};

interface Props {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onRead: (entries: readonly Entry[]) => void;
  readonly forget: () => void;
}

/** What for, and which addresses. Nothing is asked here: the list is read, and shown to be checked. */
export function ListForm(props: Props) {
  const t = useText('list');
  const { purposes, problem } = usePurposes();
  const { text, file } = props.draft;
  if (problem !== undefined) return <ProblemNotice problem={problem} />;
  if (purposes === undefined) return <Busy words={t.loading} />;
  const fitting = purposes.filter(({ kinds }) => isAbout(kinds, 'address') || isAbout(kinds, 'building'));
  if (fitting.length > 0)
    return (
      <>
        <Form {...props} purposes={fitting} />
        <Forgetting on={text !== '' || file !== undefined} forget={props.forget} {...BESIDE_OTHERS} />
      </>
    );
  return (
    <Stack>
      <PageTitle>{t.title}</PageTitle>
      <Notice kind="info">{t.noPurpose}</Notice>
    </Stack>
  );
}

/** An index that does not say what a purpose is about leaves it to the question. */
const isAbout = (kinds: Purpose['kinds'], kind: string): boolean => kinds === undefined || kinds.includes(kind);

const ADDRESSES = 'addresses';

function Form({ draft, onChange, onRead, purposes }: Props & { purposes: readonly Purpose[] }) {
  const t = useText('list');
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const { code, name, kinds } = chosen(purposes, draft.purpose) ?? { code: '', name: '', kinds: [] };
  const choosesBuilding = isAbout(kinds, 'address') && isAbout(kinds, 'building');
  const change = (changes: Partial<Draft>): void => onChange({ ...draft, ...changes });

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const found: Record<string, string> = {};
    if (code === '') found['purpose'] = t.purposeMissing;
    setBusy(true);
    await loadTexts(['problems']);
    const entries = await read(draft.file ?? draft.text).catch((fault: unknown) => {
      if (!(fault instanceof Problem)) throw fault;
      found[ADDRESSES] = fill(faultWords(fault.code), fault.detail as Readonly<Record<string, number>>);
    });
    setBusy(false);
    setFaults(found);
    setAttempt(attempt + 1);
    if (entries === undefined || code === '') return;
    localStorage.setItem(LAST, code);
    const building = choosesBuilding ? draft.building : !isAbout(kinds, 'address');
    change({ purpose: code, purposeName: name, building });
    onRead(entries);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) change({ file });
  };

  return (
    <form
      onSubmit={(event) => void submit(event)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      noValidate
      autocomplete="off"
    >
      <Stack wide>
        <PageTitle>{t.title}</PageTitle>
        <Text>{t.intro}</Text>
        <ErrorSummary
          title={t.faultsTitle}
          attempt={attempt}
          errors={Object.entries(faults).map(([fieldId, text]) => ({ fieldId, text }))}
        />
        <ChoiceCards
          id="purpose"
          label={t.purpose}
          value={code}
          error={faults['purpose']}
          choices={purposes.map((purpose) => ({ value: purpose.code, label: purpose.name }))}
          onChange={(purpose) => change({ purpose })}
        />
        <Source draft={draft} fault={faults[ADDRESSES]} onChange={change} />
        <Text small>{fill(t.limits, { most: MOST_LINES, part: IN_ONE_PART })}</Text>
        {choosesBuilding && (
          <Checkbox
            id="building"
            label={t.building}
            hint={t.buildingHint}
            checked={draft.building}
            onChange={(building) => change({ building })}
          />
        )}
        <Disclosure summary={t.caseSummary} open={draft.caseNumber !== ''}>
          <TextField
            id="case-number"
            label={t.caseNumber}
            hint={t.caseHint}
            value={draft.caseNumber}
            onInput={(caseNumber) => change({ caseNumber })}
          />
        </Disclosure>
        <Actions>
          <Button type="submit" appearance="primary" icon="list" busy={busy && t.reading}>
            {t.read}
          </Button>
        </Actions>
        <Text small>{t.promise}</Text>
      </Stack>
    </form>
  );
}

interface SourceProps {
  readonly draft: Draft;
  readonly fault: string | undefined;
  readonly onChange: (changes: Partial<Draft>) => void;
}

/** The addresses themselves, or the file that they stand in. */
function Source({ draft: { text, file }, fault, onChange }: SourceProps) {
  const t = useText('list');
  if (file !== undefined)
    return (
      <Notice kind={fault === undefined ? 'info' : 'danger'} title={t.fileChosen} live>
        <Text>
          <Foreign text={file.name} />
        </Text>
        {fault !== undefined && <Text>{fault}</Text>}
        <Button id={ADDRESSES} compact onClick={() => onChange({ file: undefined })}>
          {t.fileRemove}
        </Button>
      </Notice>
    );
  return (
    <>
      <TextField
        id={ADDRESSES}
        label={t.addresses}
        hint={t.addressesHint}
        lines={8}
        value={text}
        error={fault}
        onInput={(typed) => onChange({ text: typed })}
      />
      <FileField
        id="file"
        label={t.file}
        hint={t.fileHint}
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        onFiles={([chosen]) => onChange({ file: chosen })}
      />
    </>
  );
}

async function read(source: string | File): Promise<readonly Entry[]> {
  const lines = await desk.lists.read(source);
  return lines.map((line) => ({ ...line, open: line.subject === undefined }));
}

const LAST = 'purpose';

/** The one that was chosen here, else the last one that was asked with, else the only one there is. */
function chosen(purposes: readonly Purpose[], here: string): Purpose | undefined {
  const wanted = here === '' ? localStorage.getItem(LAST) : here;
  return purposes.find(({ code }) => code === wanted) ?? (purposes.length === 1 ? purposes[0] : undefined);
}
