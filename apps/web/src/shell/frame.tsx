import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button, Link, PageFrame } from '../design';
import { type PageName, pathOf } from './router';
import { maySee, MENU, WIDE } from './routes';
import { type SessionState, signOut } from './session';
import { chooseLanguage, currentLanguage, type Messages, useText } from './texts';

interface Props {
  readonly session: SessionState;
  readonly page: PageName | undefined;
  readonly children: ComponentChildren;
}

/** What stands around every screen: name, menu, who is signed in, and the pages that everybody may read. */
export function Frame({ session, page, children }: Props) {
  const t = useText('shell');
  const title = page === undefined ? undefined : titleOf(page, t);
  useEffect(() => {
    document.title = title === undefined ? t.name : `${title} · ${t.name}`;
  }, [title, t]);
  return (
    <PageFrame
      name={t.name}
      home={pathOf('home')}
      skip={t.skip}
      wide={page !== undefined && WIDE.includes(page)}
      footer={<Footer />}
      {...(session.stage === 'in' ? menuOf(session, page, t) : {})}
    >
      {children}
    </PageFrame>
  );
}

const titleOf = (page: PageName, t: Messages['shell']): string | undefined =>
  (t.pages as Readonly<Partial<Record<PageName, string>>>)[page];

function menuOf({ me, name }: SessionState & { stage: 'in' }, page: PageName | undefined, t: Messages['shell']) {
  const entries = MENU.filter((entry) => maySee(entry, me)).map((entry) => ({
    href: pathOf(entry),
    words: titleOf(entry, t) ?? '',
    current: entry === page,
  }));
  const leave = { words: t.signOut, icon: 'leave', onClick: () => void signOut() } as const;
  return {
    menu: { words: t.menu, label: t.menu, entries: [...entries, leave] },
    account: { words: name === '' ? t.signedIn : name, href: pathOf('account') },
  };
}

function Footer() {
  const t = useText('shell');
  const other = currentLanguage() === 'nl' ? 'en' : 'nl';
  return (
    <nav class="rv-row no-print" aria-label={t.about}>
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
