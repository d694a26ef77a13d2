import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button, Link, PageFrame } from '../design';
import { type PageName, pathOf } from './router';
import { maySee, MENU, WIDE } from './routes';
import { type SessionState, signOut } from './session';
import { chooseLanguage, currentLanguage, useText } from './texts';

interface Props {
  readonly session: SessionState;
  readonly page: PageName | undefined;
  readonly children: ComponentChildren;
}

/** What stands around every screen: name, menu, who is signed in, and the pages that everybody may read. */
export function Frame({ session, page, children }: Props) {
  const t = useText('shell');
  const title = page === undefined || !(page in t.pages) ? undefined : t.pages[page as keyof typeof t.pages];
  useEffect(() => {
    document.title = title === undefined ? t.name : `${title} · ${t.name}`;
  }, [title, t]);
  const entries = session.stage === 'in' ? MENU.filter((name) => maySee(name, session.me)) : [];
  return (
    <PageFrame
      name={t.name}
      home={pathOf('home')}
      skip={t.skip}
      wide={page !== undefined && WIDE.includes(page)}
      {...(session.stage !== 'in'
        ? {}
        : {
            menu: {
              words: t.menu,
              label: t.menu,
              entries: entries.map((name) => ({
                href: pathOf(name),
                words: t.pages[name as keyof typeof t.pages],
                current: name === page,
              })),
            },
            account: <Account name={session.name} demo={session.me.demo} />,
          })}
      footer={<Footer />}
    >
      {children}
    </PageFrame>
  );
}

function Account({ name, demo }: { name: string; demo: boolean }) {
  const t = useText('shell');
  return (
    <div class="rv-account no-print">
      <bdi>{name === '' ? t.signedIn : name}</bdi>
      {demo && <span class="rv-small">{t.demoShort}</span>}
      <Button appearance="subtle" compact icon="leave" onClick={() => void signOut()}>
        {t.signOut}
      </Button>
    </div>
  );
}

function Footer() {
  const t = useText('shell');
  const other = currentLanguage() === 'nl' ? 'en' : 'nl';
  return (
    <nav class="rv-footer__links no-print" aria-label={t.about}>
      {(['help', 'privacy', 'accessibility'] as const).map((name) => (
        <Link key={name} href={pathOf(name)} block>
          {t.pages[name]}
        </Link>
      ))}
      <span lang={other}>
        <Button appearance="subtle" compact onClick={() => void chooseLanguage(other)}>
          {other === 'en' ? 'English' : 'Nederlands'}
        </Button>
      </span>
    </nav>
  );
}
