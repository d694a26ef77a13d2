import '../design/fields.css';
import '../design/table.css';
import { Empty, Foreign, PageTitle, Stack, Tabs, Text } from '../design';
import { later } from '../shell/later';
import type { ScreenProps } from '../shell/screen';
import { day, fill, useText } from '../shell/texts';
import './ours.css';
import { Overview } from './overview';
import { type View, viewPath, viewsFor } from './views';

const PARTS = {
  list: Overview,
  register: later(() => import('./register-view').then(({ RegisterView }) => RegisterView), ['ask', 'register']),
  handOver: later(() => import('./hand-over-view').then(({ HandOverView }) => HandOverView), ['handOver']),
  cover: later(() => import('./cover-view').then(({ CoverView }) => CoverView), ['handOver']),
} satisfies Record<View, unknown>;

/** What a team has registered, and what a coordinator arranges around it. */
export default function OursScreen({ me, query }: ScreenProps) {
  const t = useText('ours');
  const team = me.teams.find(({ code }) => code === query.get('team')) ?? me.teams[0];
  if (team === undefined)
    return (
      <Stack wide>
        <PageTitle focus>{t.title}</PageTitle>
        <Empty icon="people" title={t.noTeamTitle}>
          <Text>{t.noTeam}</Text>
        </Empty>
      </Stack>
    );
  const views = viewsFor(me, team);
  const view = views.find((one) => one === query.get('view')) ?? 'list';
  const Part = PARTS[view];
  return (
    <Stack wide>
      <PageTitle focus>{t.titles[view]}</PageTitle>
      {me.teams.length > 1 && (
        <Tabs
          label={t.teams}
          tabs={me.teams.map((one) => ({
            href: viewPath(view, one),
            words: one.coverUntil === undefined ? one.name : fill(t.coverTeam, { team: one.name }),
            current: one === team,
          }))}
        />
      )}
      {views.length > 1 && (
        <Tabs
          label={t.views}
          tabs={views.map((one) => ({ href: viewPath(one, team), words: t.view[one], current: one === view }))}
        />
      )}
      {team.coverUntil !== undefined && (
        <Text small>
          <Foreign text={fill(t.coverNote, { until: day(team.coverUntil) })} />
        </Text>
      )}
      <div class={view === 'list' ? undefined : 'ours-form'}>
        <Stack wide>
          <Part me={me} team={team} />
        </Stack>
      </div>
    </Stack>
  );
}
