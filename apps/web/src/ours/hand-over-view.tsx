import type { TeamChange, TeamName } from '#client/browser';
import { useState } from 'preact/hooks';
import {
  Actions,
  Busy,
  Button,
  ChoiceCards,
  DateField,
  ErrorSummary,
  Foreign,
  Notice,
  Section,
  SelectField,
  Stack,
  Text,
  TextField,
} from '../design';
import { Confirm } from '../shell/confirm';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { counted, day, fill, useText } from '../shell/texts';
import { CaseChoice } from './case-choice';
import { dayOf, daysAfter, isDay } from './days';
import { EVERYTHING, filtered, hasEnded, MOST_AT_ONCE, type Row } from './rows';
import { teamWords } from './team-words';
import { fetchOurs, type MyTeam, type ViewProps } from './views';

const LONGEST = 365;

/** Cases go to another team on a day. */
export function HandOverView({ team }: ViewProps) {
  const { loading } = useText('common');
  const [today] = useState(() => dayOf(Date.now()));
  const [done, setDone] = useState<TeamChange>();
  const { value, problem, again } = useFetched(async () => {
    const [ours, names] = await Promise.all([fetchOurs(team), desk.raakvlak.organisation.teamNames()]);
    // What has ended cannot go anywhere.
    return { rows: ours.involvements.filter((row) => !hasEnded(row, today)), names };
  });
  if (problem !== undefined) return <ProblemNotice problem={problem} />;
  if (value === undefined) return <Busy words={loading} />;
  if (done !== undefined) {
    return (
      <Handed
        change={done}
        names={value.names}
        onAgain={() => {
          setDone(undefined);
          again();
        }}
      />
    );
  }
  return <Form team={team} {...value} today={today} onDone={setDone} />;
}

interface FormProps {
  readonly team: MyTeam;
  readonly rows: readonly Row[];
  readonly names: readonly TeamName[];
  readonly today: string;
  readonly onDone: (change: TeamChange) => void;
}

type Which = 'all' | 'some' | '';

function Form({ team, rows, names, today, onDone }: FormProps) {
  const t = useText('handOver');
  const [to, setTo] = useState('');
  const [which, setWhich] = useState<Which>('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [search, setSearch] = useState('');
  const [on, setOn] = useState(today);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [asked, setAsked] = useState(0);
  const [sure, setSure] = useState(false);
  const others = names.filter(({ code }) => code !== team.code);
  const taker = others.find(({ code }) => code === to);

  const check = (): Record<string, string> => ({
    ...(taker === undefined ? { to: t.toMissing } : {}),
    ...(which === '' ? { which: t.whichMissing } : {}),
    ...(which === 'some' && chosen.length === 0 ? { cases: t.chooseMissing } : {}),
    ...(which === 'some' && chosen.length > MOST_AT_ONCE ? { cases: t.chooseTooMany } : {}),
    ...(!isDay(on) || on < today || on > daysAfter(today, LONGEST) ? { on: t.onMissing } : {}),
  });
  const submit = (event: Event): void => {
    event.preventDefault();
    const found = check();
    setFaults(found);
    setAsked((count) => count + 1);
    setSure(Object.keys(found).length === 0);
  };
  const handOver = async (): Promise<void> =>
    onDone(await desk.raakvlak.organisation.handOver(team.code, to, which === 'all' ? 'all' : chosen, on));

  if (rows.length === 0) return <Notice kind="info">{t.nothing}</Notice>;
  return (
    <form onSubmit={submit} noValidate>
      <Stack wide>
        <Text>{t.intro}</Text>
        <Text>{t.second}</Text>
        <ErrorSummary
          title={t.faultsTitle}
          attempt={asked}
          errors={Object.entries(faults).map(([fieldId, said]) => ({ fieldId, text: said }))}
        />
        <SelectField
          id="to"
          label={t.to}
          none={t.toNone}
          value={to}
          error={faults['to']}
          choices={others.map((one) => ({ value: one.code, label: teamWords(one, t.teamChoice) }))}
          onChange={setTo}
        />
        <ChoiceCards<'all' | 'some'>
          id="which"
          label={t.which}
          hint={t.parts}
          value={which === '' ? undefined : which}
          error={faults['which']}
          choices={[
            { value: 'all', label: t.whichChoices.all },
            { value: 'some', label: t.whichChoices.some },
          ]}
          onChange={setWhich}
        />
        {which === 'some' && (
          <Stack>
            {rows.length > 1 && (
              <TextField id="search" type="search" label={t.search} value={search} onInput={setSearch} />
            )}
            <CaseChoice
              id="cases"
              label={t.choose}
              error={faults['cases']}
              rows={filtered(rows, { ...EVERYTHING, search }, today)}
              chosen={chosen}
              onChange={setChosen}
            />
          </Stack>
        )}
        <DateField
          id="on"
          label={t.on}
          hint={t.onHint}
          value={on}
          min={today}
          max={daysAfter(today, LONGEST)}
          error={faults['on']}
          onInput={setOn}
        />
        <Actions>
          <Button type="submit" appearance="primary">
            {t.submit}
          </Button>
        </Actions>
      </Stack>
      {sure && taker !== undefined && (
        <Confirm
          title={fill(t.sureTitle, { team: taker.name })}
          yes={t.yes}
          busy={t.busy}
          onYes={handOver}
          onClose={() => setSure(false)}
        >
          <Text>
            <Foreign
              text={
                which === 'all'
                  ? fill(t.sureAll, { from: team.name, day: day(on) })
                  : fill(counted(chosen.length, t.sureSome), { day: day(on) })
              }
            />
          </Text>
          <Text>{t.sureBack}</Text>
        </Confirm>
      )}
    </form>
  );
}

interface HandedProps {
  readonly change: TeamChange;
  readonly names: readonly TeamName[];
  readonly onAgain: () => void;
}

function Handed({ change: { state, to, on, moved }, names, onAgain }: HandedProps) {
  const t = useText('handOver');
  const team = names.find(({ code }) => code === to)?.name ?? to;
  const waits = state === 'proposed' || state === 'lapsed' || state === 'cancelled';
  return (
    <Section title={t.doneTitle} focus>
      <Notice kind={waits ? 'attention' : 'success'}>
        <Foreign text={fill(t.states[state], { team, day: day(on), moved })} />
      </Notice>
      <Actions>
        <Button onClick={onAgain}>{t.again}</Button>
      </Actions>
    </Section>
  );
}
