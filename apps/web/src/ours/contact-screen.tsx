import '../design/fields.css';
import '../design/table.css';
import { Busy, Empty, PageTitle, Stack, Tabs, Text } from '../design';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { useText } from '../shell/texts';
import { ContactForm } from './contact-form';
import './ours.css';

/** How one's team is to be reached, for whoever keeps that. */
export default function ContactScreen({ query }: ScreenProps) {
  const t = useText('contact');
  const { loading } = useText('common');
  const { value: teams, problem } = useFetched(() => desk.raakvlak.organisation.managedTeams());
  const team = teams?.find(({ code }) => code === query.get('team')) ?? teams?.[0];
  return (
    <Stack wide>
      <PageTitle focus>{t.title}</PageTitle>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {teams === undefined && problem === undefined && <Busy words={loading} />}
      {teams?.length === 0 && (
        <Empty icon="people" title={t.noTeamTitle}>
          <Text>{t.noTeam}</Text>
        </Empty>
      )}
      {teams !== undefined && teams.length > 1 && (
        <Tabs
          label={t.teams}
          tabs={teams.map((one) => ({
            href: pathOf('contact', { team: one.code }),
            words: one.name,
            current: one === team,
          }))}
        />
      )}
      {team !== undefined && <ContactOf key={team.code} code={team.code} />}
    </Stack>
  );
}

function ContactOf({ code }: { code: string }) {
  const { loading } = useText('common');
  const { value, problem } = useFetched(async () => {
    const { organisation } = desk.raakvlak;
    const [team, names] = await Promise.all([organisation.contact(code), organisation.teamNames()]);
    return { team, names };
  });
  if (problem !== undefined) return <ProblemNotice problem={problem} />;
  return value === undefined ? <Busy words={loading} /> : <ContactForm {...value} />;
}
