import { useEffect, useState } from 'preact/hooks';
import { Busy } from '../design';
import { Frame } from './frame';
import { isOpen, type PageName, pathOf, replace, usePlace } from './router';
import { currentSession, type SessionState, watchSession } from './session';
import { SignInScreen } from './sign-in-screen';
import { findTexts, useText } from './texts';
import { Unloadable } from './unloadable';

type Inside = typeof import('./inside');

export function App() {
  const [session, setSession] = useState(currentSession);
  const place = usePlace();
  useEffect(() => {
    // What happened before this was there to hear it.
    setSession(currentSession());
    return watchSession(setSession);
  }, []);
  const inside = useInside(session.stage === 'in' || isOpen(place.page));
  const there = inside === 'unreachable' ? undefined : inside;
  const page = session.stage === 'in' && place.page === 'home' ? there?.homeOf(session.me) : place.page;
  useEffect(() => {
    if (place.page === 'home' && page !== undefined && page !== 'home') replace(pathOf(page));
  }, [place.page, page]);
  return (
    <Frame page={page} {...there?.frameOf(session, page)}>
      {session.stage === 'in' && there !== undefined && <there.Watch />}
      <Content session={session} page={page} inside={inside} query={place.query} key={`${page}-${place.visit}`} />
    </Frame>
  );
}

/** All that is behind the first screen, and where the texts of its pages are. */
export const fetchInside = async (): Promise<Inside> => (await Promise.all([import('./inside'), findTexts()]))[0];

/** The same, once it is wanted. */
function useInside(wanted: boolean): Inside | 'unreachable' | undefined {
  const [inside, setInside] = useState<Inside | 'unreachable'>();
  useEffect(() => {
    if (wanted)
      fetchInside().then(
        (there) => setInside(there),
        () => setInside('unreachable'),
      );
  }, [wanted]);
  return inside;
}

interface Props {
  readonly session: SessionState;
  readonly page: PageName | undefined;
  readonly inside: Inside | 'unreachable' | undefined;
  readonly query: URLSearchParams;
}

function Content({ session, page, inside, query }: Props) {
  const t = useText('shell');
  if (session.stage === 'out' && !isOpen(page)) return <SignInScreen session={session} />;
  if (inside === 'unreachable') return <Unloadable />;
  if (session.stage === 'busy' || inside === undefined) return <Busy words={t.busy} />;
  return <inside.Inside session={session} page={page} query={query} />;
}
