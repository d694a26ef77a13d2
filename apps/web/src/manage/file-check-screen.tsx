import '../design/fields.css';
import '../design/table.css';
import type { FileCheck } from '#connector/file-check';
import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import {
  Actions,
  Busy,
  Button,
  Disclosure,
  ErrorSummary,
  FileField,
  Foreign,
  Notice,
  PageTitle,
  Progress,
  SelectField,
  Stack,
  Text,
} from '../design';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { Forgetting, WITHOUT_USE } from '../shell/forgetting';
import { ProblemNotice } from '../shell/problem-notice';
import type { ScreenProps } from '../shell/screen';
import { fill, loadTexts, useText } from '../shell/texts';
import { type Basis, loadBasis } from './basis';
import { FileCheckResult, reasonOf } from './file-check-result';
import './manage.css';
import { useFaults } from './use-faults';

/** Whether a department's export is right, before anything is delivered. */
export default function FileCheckScreen(_props: ScreenProps) {
  const t = useText('manage');
  const own = useText('fileCheck');
  const { value, problem } = useFetched(loadBasis);
  const [found, setFound] = useState<FileCheck>();
  return (
    <Stack wide>
      <PageTitle focus>{own.title}</PageTitle>
      <Text>{own.intro}</Text>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={t.loading} />}
      {value !== undefined && found === undefined && <Form basis={value} onFound={setFound} />}
      {found !== undefined && <FileCheckResult found={found} onAgain={() => setFound(undefined)} />}
    </Stack>
  );
}

interface Draft {
  readonly department: string;
  /** Empty when the file says it */
  readonly team: string;
  readonly file?: File | undefined;
  readonly profile?: File | undefined;
}

function Form({ basis, onFound }: { basis: Basis; onFound: (found: FileCheck) => void }) {
  const all = useText('manage');
  const t = useText('fileCheck');
  const [draft, setDraft] = useState<Draft>({ department: '', team: '' });
  const [summary, setSummary] = useState<Readonly<Record<string, string>>>({});
  const [attempt, setAttempt] = useState(0);
  const [share, setShare] = useState<number>();
  const { error, saying } = useFaults();
  const { department, team, file, profile } = draft;
  const set = (more: Partial<Draft>): void => setDraft({ ...draft, ...more });

  const said = (faults: Readonly<Record<string, string>>): void => {
    setSummary(faults);
    setAttempt((count) => count + 1);
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (share !== undefined) return;
    const wrong = saying({
      ...(department === '' ? { department: 'department' as const } : {}),
      ...(file === undefined ? { file: 'file' as const } : {}),
    });
    said(wrong);
    if (file === undefined || Object.keys(wrong).length > 0) return;
    setShare(0);
    const teams = teamsOf(basis, department).map(({ code, name }) => ({ code, name }));
    const given = { file, teams, ...(team === '' ? {} : { team }), ...(profile === undefined ? {} : { profile }) };
    try {
      const [found] = await Promise.all([desk.files.check(given, setShare), loadTexts(['problems'])]);
      onFound(found);
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      await loadTexts(['problems']);
      said(saying({}, { [fieldOf(fault.code)]: reasonOf(fault.code, fault.detail, t) }));
      setShare(undefined);
    }
  };
  return (
    <form
      onSubmit={(event) => void submit(event)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const dropped = event.dataTransfer?.files[0];
        if (dropped !== undefined) set({ file: dropped });
      }}
      noValidate
      autocomplete="off"
    >
      <Forgetting
        on={file !== undefined}
        forget={() => set({ file: undefined })}
        busy={share !== undefined}
        inBackground={WITHOUT_USE}
      />
      <Stack wide>
        <ErrorSummary
          title={all.faultsTitle}
          attempt={attempt}
          errors={Object.entries(summary).map(([fieldId, text]) => ({ fieldId, text }))}
        />
        <SelectField
          id="department"
          label={t.department}
          none={all.choose}
          value={department}
          error={error('department')}
          choices={basis.departments.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(chosen) => set({ department: chosen, team: '' })}
        />
        {department !== '' && (
          <SelectField
            id="team"
            label={t.team}
            value={team}
            error={error('team')}
            choices={[
              { value: '', label: t.inColumn },
              ...teamsOf(basis, department).map(({ code, name }) => ({ value: code, label: name })),
            ]}
            onChange={(chosen) => set({ team: chosen })}
          />
        )}
        <Chosen file={file} error={error('file')} onChange={(chosen) => set({ file: chosen })} />
        <Disclosure summary={t.profileSummary} open={error('profile') !== undefined}>
          <FileField
            id="profile"
            label={t.profile}
            hint={t.profileHint}
            accept=".json,application/json"
            error={error('profile')}
            onFiles={([chosen]) => set({ profile: chosen })}
          />
        </Disclosure>
        <Busy words={share === undefined ? '' : t.checking} />
        {share !== undefined && (
          <Progress
            label={t.progress}
            words={fill(t.progressWords, { n: Math.round(share * 100) })}
            value={share}
            max={1}
          />
        )}
        <Actions>
          <Button type="submit" appearance="primary" busy={share !== undefined && t.checking}>
            {t.check}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}

const teamsOf = ({ teams }: Basis, department: string) =>
  teams.filter((team) => team.department === department && team.ended === undefined);

/** The field that a fault of the whole file belongs to. */
function fieldOf(code: string): string {
  if (code === 'connector.no-team') return 'team';
  return code.startsWith('connector.profile') || code === 'connector.columns-missing' ? 'profile' : 'file';
}

interface ChosenProps {
  readonly file: File | undefined;
  readonly error: string | undefined;
  readonly onChange: (file: File | undefined) => void;
}

function Chosen({ file, error, onChange }: ChosenProps) {
  const t = useText('fileCheck');
  if (file === undefined)
    return (
      <FileField
        id="file"
        label={t.file}
        hint={t.fileHint}
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        error={error}
        onFiles={([chosen]) => onChange(chosen)}
      />
    );
  return (
    <Notice kind={error === undefined ? 'info' : 'danger'} title={t.chosen} live>
      <Text>
        <Foreign text={file.name} />
      </Text>
      {error !== undefined && <Text>{error}</Text>}
      <Button id="file" compact onClick={() => onChange(undefined)}>
        {t.remove}
      </Button>
    </Notice>
  );
}
