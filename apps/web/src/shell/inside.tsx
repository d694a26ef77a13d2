/** What is fetched once somebody is signed in, or reads a page that everybody may read: the first screen does without. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Busy, PageTitle, Stack, Text } from '../design';
import { Disconnected } from './disconnected';
import { titleOf } from './frame';
import { Idle } from './idle';
import { type PageName, pathOf } from './router';
import { beginOf, maySee, MENU, type Route, ROUTES, WIDE } from './routes';
import type { ScreenProps } from './screen';
import { type SessionState, signOut } from './session';
import { loadTexts, text, useText } from './texts';
import { Unloadable } from './unloadable';

export { homeOf } from './routes';

/** What stands around a screen besides what stands around all: its width, and the menu of whoever is signed in. */
export function frameOf(session: SessionState, page: PageName | undefined) {
  const wide = page !== undefined && WIDE.includes(page);
  if (session.stage !== 'in') return { wide };
  const { me, name } = session;
  const t = text('shell');
  const entries = MENU.filter((entry) => maySee(entry, me)).map((entry) => ({
    href: pathOf(entry),
    words: titleOf(entry, t) ?? '',
    current: entry === page,
  }));
  const leave = { words: t.signOut, icon: 'leave', onClick: () => void signOut() } as const;
  return {
    wide,
    menu: { words: t.menu, label: t.menu, entries: [...entries, leave] },
    account: { words: name === '' ? t.signedIn : name, href: pathOf('account') },
  };
}

/** Above every screen of whoever is signed in. */
export const Watch = () => (
  <>
    <Disconnected />
    <Idle />
  </>
);

interface Props {
  readonly session: SessionState;
  readonly page: PageName | undefined;
  readonly query: URLSearchParams;
}

/** The screen of a page, for whoever may see it. */
export function Inside({ session, page, query }: Props) {
  const route = page === undefined ? undefined : ROUTES[page];
  const { me, name } = session.stage === 'in' ? session : { me: NOBODY, name: '' };
  if (page === undefined || route === undefined) return <Missing />;
  if (session.stage === 'in' && !maySee(page, me)) return <Missing />;
  const sees = (other: PageName): boolean => maySee(other, me);
  return <Screen route={route} props={{ me, name, query, sees, begin: beginOf(me) }} />;
}

const NOBODY: ScreenProps['me'] = { actor: '', roles: [], rights: [], department: null, teams: [], demo: true };

function Screen({ route, props }: { route: Route; props: ScreenProps }) {
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

function Missing() {
  const t = useText('shell');
  return (
    <Stack>
      <PageTitle>{t.missingTitle}</PageTitle>
      <Text>{t.missing}</Text>
    </Stack>
  );
}
