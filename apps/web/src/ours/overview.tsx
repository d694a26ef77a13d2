import type { OwnInvolvements } from '#client/browser';
import { useState } from 'preact/hooks';
import { ActionLink, Actions, Busy, Empty, Notice, Text } from '../design';
import { ProblemNotice } from '../shell/problem-notice';
import { useFetched } from '../shell/fetched';
import { counted, fill, useText } from '../shell/texts';
import type { Messages } from '../shell/texts';
import { CaseTable, type CaseTableProps } from './case-table';
import { dayOf } from './days';
import { Expiring } from './expiring';
import { countsOf, type Row } from './rows';
import { ToldCard } from './told-card';
import { fetchOurs, type ViewProps, viewPath, viewsFor } from './views';

/** What asks for attention first, then everything. */
export function Overview({ me, team }: ViewProps) {
  const t = useText('ours');
  const { loading } = useText('common');
  const { value, problem, again } = useFetched(() => fetchOurs(team));
  const [today] = useState(() => dayOf(Date.now()));
  const [mayChange] = useState(() => viewsFor(me, team).includes('register'));
  return (
    <>
      {me.rights.includes('event.read') && <ToldCard me={me} />}
      <Text>{t.intro}</Text>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={loading} />}
      {value !== undefined && (
        <>
          <Count ours={value} today={today} />
          {mayChange && <Expiring rows={value.involvements} today={today} onChanged={again} />}
          <Everything rows={value.involvements} team={team} today={today} mayChange={mayChange} onChanged={again} />
        </>
      )}
    </>
  );
}

function Count({ ours: { involvements: rows, more }, today }: { ours: OwnInvolvements; today: string }) {
  const t = useText('ours');
  return (
    <>
      {rows.length > 0 && <Text>{countWords(rows, today, t)}</Text>}
      {more && <Notice kind="info">{t.tooMany}</Notice>}
    </>
  );
}

function Everything(props: CaseTableProps) {
  const { rows, team, mayChange } = props;
  if (rows.length === 0) return <Nothing href={mayChange ? viewPath('register', team) : undefined} />;
  return <CaseTable {...props} />;
}

function Nothing({ href }: { href: string | undefined }) {
  const t = useText('ours');
  return (
    <Empty title={t.emptyTitle}>
      <Text>{t.empty}</Text>
      {href !== undefined && (
        <Actions>
          <ActionLink appearance="primary" href={href}>
            {t.registerLink}
          </ActionLink>
        </Actions>
      )}
    </Empty>
  );
}

function countWords(rows: readonly Row[], today: string, t: Messages['ours']): string {
  const { kinds, soon } = countsOf(rows, today);
  const each = Object.entries(t.countKinds).flatMap(([kind, words]) => {
    const n = kinds.get(kind) ?? 0;
    return n === 0 ? [] : [counted(n, words)];
  });
  const all = counted(rows.length, t.counts);
  return `${each.length === 0 ? all : `${all}: ${each.join(', ')}`}.${soon === 0 ? '' : ` ${fill(t.countSoon, { n: soon })}`}`;
}
