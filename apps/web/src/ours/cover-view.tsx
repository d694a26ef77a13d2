import type { ListedCover, Me } from '#client/browser';
import { useState } from 'preact/hooks';
import {
  Actions,
  Busy,
  Button,
  DataTable,
  DateField,
  ErrorSummary,
  Foreign,
  Notice,
  Section,
  Stack,
  Text,
  TextField,
} from '../design';
import { Confirm } from '../shell/confirm';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { day, fill, useText } from '../shell/texts';
import { useWork } from '../shell/work';
import { accountOf, colleagueOf } from './colleague';
import { dayOf, daysAfter, isDay } from './days';
import type { MyTeam, ViewProps } from './views';

/** Days ahead in which a cover begins, and that it lasts. */
const LONGEST = 42;

/** A colleague acts for the team until a day. */
export function CoverView({ me, team }: ViewProps) {
  const { cover: t } = useText('handOver');
  const { loading } = useText('common');
  const { value, problem, again } = useFetched(() => desk.raakvlak.access.covers());
  const [ending, setEnding] = useState<ListedCover>();
  const [said, setSaid] = useState<string>();
  const covers = value?.filter((cover) => cover.team === team.code);
  const say = (words: string): void => {
    setSaid(words);
    again();
  };
  return (
    <>
      <Text>{t.intro}</Text>
      <Text>{t.needs}</Text>
      {said !== undefined && (
        <Notice kind="success" live>
          <Foreign text={said} />
        </Notice>
      )}
      <Section title={t.listTitle}>
        {problem !== undefined && <ProblemNotice problem={problem} />}
        {covers === undefined && problem === undefined && <Busy words={loading} />}
        {covers?.length === 0 && <Text>{t.none}</Text>}
        {covers !== undefined && covers.length > 0 && <Covers covers={covers} me={me} onEnd={setEnding} />}
      </Section>
      <Form
        me={me}
        team={team}
        onGiven={({ actor, from, until }) =>
          say(fill(t.given, { who: colleagueOf(actor, me.actor), from: day(from), until: day(until) }))
        }
      />
      {ending !== undefined && (
        <Confirm
          title={fill(t.endTitle, { who: colleagueOf(ending.actor, me.actor) })}
          yes={t.endYes}
          busy={t.busy}
          danger
          onYes={async () => {
            await desk.raakvlak.access.endCover(ending.id);
            setEnding(undefined);
            say(fill(t.ended, { who: colleagueOf(ending.actor, me.actor) }));
          }}
          onClose={() => setEnding(undefined)}
        >
          <Text>{t.endNote}</Text>
        </Confirm>
      )}
    </>
  );
}

interface CoversProps {
  readonly covers: readonly ListedCover[];
  readonly me: Me;
  readonly onEnd: (cover: ListedCover) => void;
}

function Covers({ covers, me, onEnd }: CoversProps) {
  const { cover: t } = useText('handOver');
  return (
    <DataTable
      caption={t.listTitle}
      captionHidden
      rows={covers}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'who',
          label: t.columns.who,
          names: true,
          cell: ({ actor }) => <Foreign text={colleagueOf(actor, me.actor)} />,
        },
        { key: 'from', label: t.columns.from, cell: ({ from }) => day(from) },
        { key: 'until', label: t.columns.until, cell: ({ until }) => day(until) },
        {
          key: 'givenBy',
          label: t.columns.givenBy,
          cell: ({ givenBy }) => (givenBy === me.actor ? t.you : <Foreign text={colleagueOf(givenBy, me.actor)} />),
        },
        {
          key: 'end',
          label: t.columns.end,
          cell: (cover) => (
            <Button appearance="subtle" compact onClick={() => onEnd(cover)}>
              {t.end}
              <span class="rv-hidden"> {colleagueOf(cover.actor, me.actor)}</span>
            </Button>
          ),
        },
      ]}
    />
  );
}

interface FormProps {
  readonly me: Me;
  readonly team: MyTeam;
  readonly onGiven: (given: { actor: string; from: string; until: string }) => void;
}

function Form({ me, team, onGiven }: FormProps) {
  const { faultsTitle, cover: t } = useText('handOver');
  const [today] = useState(() => dayOf(Date.now()));
  const [who, setWho] = useState('');
  const [from, setFrom] = useState(today);
  const [until, setUntil] = useState('');
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [asked, setAsked] = useState(0);
  const { busy, problem, work } = useWork();
  const actor = accountOf(who, me.actor);
  const latest = daysAfter(today, LONGEST);

  const submit = (event: Event): void => {
    event.preventDefault();
    if (busy) return;
    const fromWrong = !isDay(from) || from < today || from > latest;
    const untilWrong = !isDay(until) || (!fromWrong && (until < from || until > daysAfter(from, LONGEST)));
    const found = {
      ...(actor === '' ? { who: t.whoMissing } : {}),
      ...(fromWrong ? { from: t.fromWrong } : {}),
      ...(untilWrong ? { until: t.untilWrong } : {}),
    };
    setFaults(found);
    setAsked((count) => count + 1);
    if (Object.keys(found).length > 0) return;
    void work(async () => {
      await desk.raakvlak.access.giveCover({ actor, team: team.code, from, until });
      onGiven({ actor, from, until });
      setWho('');
      setUntil('');
    });
  };

  return (
    <form onSubmit={submit} noValidate autocomplete="off">
      <Section title={t.formTitle}>
        <Stack wide>
          <ErrorSummary
            title={faultsTitle}
            attempt={asked}
            errors={Object.entries(faults).map(([fieldId, text]) => ({ fieldId, text }))}
          />
          {problem !== undefined && <ProblemNotice problem={problem} />}
          <TextField
            id="who"
            label={t.who}
            hint={fill(t.whoHint, { example: me.demo ? 'bilal' : 'j.jansen' })}
            value={who}
            error={faults['who']}
            onInput={setWho}
          />
          <DateField
            id="from"
            label={t.from}
            value={from}
            min={today}
            max={latest}
            error={faults['from']}
            onInput={setFrom}
          />
          <DateField
            id="until"
            label={t.until}
            value={until}
            min={isDay(from) ? from : today}
            max={daysAfter(isDay(from) ? from : today, LONGEST)}
            error={faults['until']}
            onInput={setUntil}
          />
          <Actions>
            <Button type="submit" appearance="primary" busy={busy && t.busy}>
              {t.give}
            </Button>
          </Actions>
        </Stack>
      </Section>
    </form>
  );
}
