import type { Me } from '#client/browser';
import { Card, Disclosure, Foreign, Notice, Section, Stack } from '../design';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { clock, counted, day, fill, moment, useText } from '../shell/texts';
import type { Messages } from '../shell/texts';
import { type Told, toldOf } from './told';

/** As many are read at a glance. */
const SHOWN = 3;

type Names = ReadonlyMap<string, string>;

/** What the user's teams were told; whom to call now stands first. Nothing when there is nothing. */
export function ToldCard({ me }: { me: Me }) {
  const { value, problem } = useFetched(async () => {
    const [events, names] = await Promise.all([desk.raakvlak.review.events(), namesOf(me)]);
    const now = Date.now();
    return { told: events.map((event) => toldOf(event, now)), names };
  });
  if (problem !== undefined) return <ProblemNotice problem={problem} />;
  if (value === undefined || value.told.length === 0) return null;
  return <Telling {...value} several={me.teams.length > 1} />;
}

async function namesOf(me: Me): Promise<Names> {
  const all = me.rights.includes('team-name.read') ? await desk.raakvlak.organisation.teamNames() : me.teams;
  return new Map(all.map(({ code, name }) => [code, name]));
}

function Telling({ told, names, several }: { told: readonly Told[]; names: Names; several: boolean }) {
  const t = useText('ours');
  const urgent = told.filter((one) => one.urgent);
  const others = told.filter((one) => !one.urgent);
  const [first, rest] = [others.slice(0, SHOWN), others.slice(SHOWN)];
  return (
    <>
      {urgent.map((one) => (
        <Notice key={one.id} kind="attention" title={fill(t.told.urgentTitle, { who: whoOf(one, names, t) })} live>
          <Foreign text={wordsOf(one, names, t)} />
          {one.detail['validUntil'] !== undefined && (
            <span>{fill(t.told.until, { time: clock(one.detail['validUntil']) })}</span>
          )}
        </Notice>
      ))}
      {others.length > 0 && (
        <Card>
          <Section title={t.told.title}>
            <List told={first} names={names} several={several} />
            {rest.length > 0 && (
              <Disclosure summary={counted(rest.length, t.told.older)}>
                <List told={rest} names={names} several={several} />
              </Disclosure>
            )}
          </Section>
        </Card>
      )}
    </>
  );
}

function List({ told, names, several }: { told: readonly Told[]; names: Names; several: boolean }) {
  const t = useText('ours');
  return (
    <Stack>
      {told.map((one) => (
        <div key={one.id}>
          <p class="rv-small">
            {moment(one.at)}
            {several && one.team !== undefined && (
              <>
                {' · '}
                <Foreign text={names.get(one.team) ?? one.team} />
              </>
            )}
          </p>
          <p>
            <Foreign text={wordsOf(one, names, t)} />
          </p>
        </div>
      ))}
    </Stack>
  );
}

/** A text of a server is never longer here than a name may be. */
const short = (value: string): string => value.slice(0, 120);

function whoOf({ detail }: Told, names: Names, t: Messages['ours']): string {
  const { team, department } = detail;
  if (team !== undefined) return fill(t.told.ofTeam, { team: short(names.get(team) ?? team) });
  if (department !== undefined) return fill(t.told.ofDepartment, { department: short(department) });
  return t.told.nobody;
}

function wordsOf(one: Told, names: Names, t: Messages['ours']): string {
  const { kind, detail } = one;
  const { kinds, changes, changeStates, reasons, otherReason, someTeam } = t.told;
  const named = (code: string | undefined): string => (code === undefined ? someTeam : short(names.get(code) ?? code));
  const dayIn = (value: string | undefined): string => (value === undefined ? '' : day(value));
  const state = (changeStates as Readonly<Record<string, string>>)[kind];
  const change = (changes as Readonly<Record<string, string>>)[detail['kind'] ?? ''];
  if (state !== undefined && change !== undefined) {
    const what = fill(change, { team: named(detail['team']), to: named(detail['to']) });
    return fill(state, { what, on: dayIn(detail['on']) });
  }
  return fill((kinds as Readonly<Record<string, string>>)[kind] ?? kinds.other, {
    who: whoOf(one, names, t),
    reason: (reasons as Readonly<Record<string, string>>)[detail['reason'] ?? ''] ?? otherReason,
    department: short(detail['department'] ?? ''),
    from: dayIn(detail['from']),
    until: dayIn(detail['until']),
    kind: short(kind),
  });
}
