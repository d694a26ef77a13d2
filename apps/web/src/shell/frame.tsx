import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button, Link, PageFrame, type PageFrameProps } from '../design';
import { OPEN, type PageName, pathOf } from './router';
import { chooseLanguage, currentLanguage, type Messages, useText } from './texts';

interface Props extends Pick<PageFrameProps, 'wide' | 'menu' | 'account'> {
  readonly page: PageName | undefined;
  readonly children: ComponentChildren;
}

/** What stands around every screen: name, menu, who is signed in, and the pages that everybody may read. */
export function Frame({ page, children, ...more }: Props) {
  const t = useText('shell');
  const title = page === undefined ? undefined : titleOf(page, t);
  useEffect(() => {
    document.title = title === undefined ? t.name : `${title} · ${t.name}`;
  }, [title, t]);
  return (
    <PageFrame name={t.name} home={pathOf('home')} skip={t.skip} footer={<Footer />} {...more}>
      {children}
    </PageFrame>
  );
}

export const titleOf = (page: PageName, t: Messages['shell']): string | undefined =>
  (t.pages as Readonly<Partial<Record<PageName, string>>>)[page];

function Footer() {
  const t = useText('shell');
  const other = currentLanguage() === 'nl' ? 'en' : 'nl';
  return (
    <nav class="rv-row no-print" aria-label={t.about}>
      {OPEN.map((name) => (
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
