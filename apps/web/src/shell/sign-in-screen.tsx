import { Actions, Button, Notice, PageTitle, Stack, Text } from '../design';
import { useConnection } from './connection';
import { ProblemNotice } from './problem-notice';
import { type SessionState, signIn } from './session';
import { useText } from './texts';

/** Where nothing was reached at all. */
const UNREACHED = ['web.offline', 'web.no-configuration'];

/** What it is, and one button. */
export function SignInScreen({ session }: { session: SessionState & { stage: 'out' } }) {
  const t = useText('shell');
  const { problem } = session;
  const offline = !useConnection() || (problem !== undefined && UNREACHED.includes(problem.code));
  return (
    <Stack wide>
      {session.left === true && (
        <Notice kind="success" title={t.signedOutTitle} live>
          {t.signedOut}
        </Notice>
      )}
      {problem !== undefined && !offline && <ProblemNotice problem={problem} />}
      <PageTitle>{t.welcomeTitle}</PageTitle>
      {offline && (
        <Notice kind="attention" live>
          {t.offline}
        </Notice>
      )}
      <Text>{t.welcome}</Text>
      <Actions>
        <Button appearance="primary" onClick={() => void signIn()}>
          {offline ? t.tryAgain : t.signIn}
        </Button>
      </Actions>
      <Text>{t.welcomeNever}</Text>
    </Stack>
  );
}
