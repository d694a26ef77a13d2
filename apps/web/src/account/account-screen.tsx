import { Actions, Button, DefinitionList, PageTitle, Stack, Text } from '../design';
import '../design/table.css';
import type { ScreenProps } from '../shell/screen';
import { signOut } from '../shell/session';
import { chooseLanguage, currentLanguage, day, fill, useText } from '../shell/texts';

/** How the service knows the user, and the way out. */
export default function AccountScreen({ me, name }: ScreenProps) {
  const t = useText('account');
  const { roles } = useText('common');
  const teams = me.teams.map(({ name: team, coverUntil }) =>
    coverUntil === undefined ? team : fill(t.cover, { team, until: day(coverUntil) }),
  );
  const other = currentLanguage() === 'nl' ? 'en' : 'nl';
  return (
    <Stack wide>
      <PageTitle>{t.title}</PageTitle>
      <Text>{t.intro}</Text>
      <DefinitionList
        items={[
          { term: t.name, value: name === '' ? t.nameless : name },
          { term: t.roles, value: me.roles.map((role) => roles[role as keyof typeof roles] ?? role).join(', ') },
          { term: t.department, value: me.department?.name ?? t.noDepartment },
          { term: t.teams, value: teams.length === 0 ? t.noTeams : teams.join(', ') },
        ]}
      />
      <Text>{t.signOutNote}</Text>
      <Actions>
        <Button appearance="primary" icon="leave" onClick={() => void signOut()}>
          {t.signOut}
        </Button>
        <Button onClick={() => void chooseLanguage(other)}>{other === 'en' ? 'English' : 'Nederlands'}</Button>
      </Actions>
    </Stack>
  );
}
