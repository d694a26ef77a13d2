import { Actions, Button, Notice, PageTitle, Stack, Text } from '../design';
import { ProblemNotice } from './problem-notice';
import { type SessionState, signIn } from './session';
import { useText } from './texts';

/** What it is, and one button. */
export function SignInScreen({ session }: { session: SessionState & { stage: 'out' } }) {
  const t = useText('shell');
  return (
    <Stack wide>
      {session.left === true && (
        <Notice kind="success" title={t.signedOutTitle} live>
          {t.signedOut}
        </Notice>
      )}
      {session.problem !== undefined && <ProblemNotice problem={session.problem} />}
      <PageTitle>{t.welcomeTitle}</PageTitle>
      <Text>{t.welcome}</Text>
      <Actions>
        <Button appearance="primary" onClick={() => void signIn()}>
          {t.signIn}
        </Button>
      </Actions>
      <Text>{t.welcomeNever}</Text>
    </Stack>
  );
}
