import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Actions, Busy, Button, Notice, PageTitle, Stack, Text } from '../design';
import { Disconnected, useConnection } from './connection';
import { Frame } from './frame';
import { lazily } from './lazily';
import { type PageName, pathOf, replace, usePlace } from './router';
import { beginOf, homeOf, maySee, ROUTES } from './routes';
import type { ScreenProps } from './screen';
import { currentSession, type SessionState, watchSession } from './session';
import { SignInScreen } from './sign-in-screen';
import { loadTexts, useText } from './texts';

const Idle = lazily(async () => (await import('./idle')).Idle);

export function App() {
  const [session, setSession] = useState(currentSession);
  const place = usePlace();
  useEffect(() => {
    // What happened before this was there to hear it.
    setSession(currentSession());
    return watchSession(setSession);
  }, []);
  const page = pageFor(place.page, session);
  useEffect(() => {
    if (session.stage === 'in' && place.page === 'home') replace(pathOf(homeOf(session.me)));
  }, [session, place.page]);
  return (
    <Frame session={session} page={page}>
      {session.stage === 'in' && <Disconnected />}
      <Content session={session} page={page} query={place.query} key={`${page}-${place.visit}`} />
      {session.stage === 'in' && <Idle />}
    </Frame>
  );
}

function pageFor(page: PageName | undefined, session: SessionState): PageName | undefined {
  if (session.stage !== 'in' || page !== 'home') return page;
  return homeOf(session.me);
}

function Content({
  session,
  page,
  query,
}: {
  session: SessionState;
  page: PageName | undefined;
  query: URLSearchParams;
}) {
  const t = useText('shell');
  const route = page === undefined ? undefined : ROUTES[page];
  if (session.stage === 'busy') return <Busy words={t.busy} />;
  if (session.stage === 'out' && route?.open !== true) return <SignInScreen session={session} />;
  if (page === undefined || route === undefined) return <Missing />;
  if (session.stage === 'in' && !maySee(page, session.me)) return <Missing />;
  const { me, name } = session.stage === 'in' ? session : { me: NOBODY, name: '' };
  const sees = (other: PageName): boolean => maySee(other, me);
  return <Screen route={route} props={{ me, name, query, sees, begin: beginOf(me) }} />;
}

const NOBODY: ScreenProps['me'] = { actor: '', roles: [], rights: [], department: null, teams: [], demo: true };

function Screen({ route, props }: { route: NonNullable<(typeof ROUTES)[PageName]>; props: ScreenProps }) {
  const t = useText('shell');
  const [Found, setFound] = useState<{ readonly screen: ComponentType<ScreenProps> }>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    Promise.all([route.load(), loadTexts(route.sections)]).then(
      ([{ default: screen }]) => setFound({ screen }),
      () => setFailed(true),
    );
  }, [route]);
  if (failed) return <Unloadable />;
  return Found === undefined ? <Busy words={t.busy} /> : <Found.screen {...props} />;
}

/** No connection, or a server of another version: its files have other names. */
function Unloadable() {
  const t = useText('shell');
  const connected = useConnection();
  return (
    <Stack>
      <Notice kind="danger" live>
        {connected ? t.outdated : t.offline}
      </Notice>
      <Actions>
        <Button appearance="primary" onClick={() => location.reload()}>
          {connected ? t.reload : t.tryAgain}
        </Button>
      </Actions>
    </Stack>
  );
}

function Missing() {
  const t = useText('shell');
  return (
    <Stack>
      <PageTitle>{t.missingTitle}</PageTitle>
      <Text>{t.missing}</Text>
    </Stack>
  );
}
