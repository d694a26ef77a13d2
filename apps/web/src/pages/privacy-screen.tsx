import '../design/prose.css';
import { Link, PageTitle } from '../design';
import { fill, useText } from '../shell/texts';
import { ContactWords, useWhomToAsk } from './whom-to-ask';

/** What is kept of residents and of employees, who reads it, and what a resident may ask. */
export default function PrivacyScreen() {
  const { privacy: t } = useText('pages');
  const { municipality, privacyContact } = useWhomToAsk();
  return (
    <div class="rv-prose">
      <PageTitle focus>{t.title}</PageTitle>
      <p>{fill(t.lead, { municipality: municipality ?? t.municipality })}</p>
      {t.parts.map(({ title, text, lines }) => (
        <Part key={title} title={title} text={text} lines={lines} />
      ))}
      <h2 class="utrecht-heading-2">{t.residents.title}</h2>
      <p>{t.residents.text}</p>
      <ul>
        {t.residents.rights.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h3 class="utrecht-heading-3">{t.residents.askTitle}</h3>
      <p>
        {privacyContact === undefined ? (
          t.residents.askGeneral
        ) : (
          <>
            {t.residents.ask} <ContactWords words={privacyContact} />
          </>
        )}
      </p>
      <ul>
        {t.residents.how.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>
        {t.residents.complaint}{' '}
        <Link href="https://www.autoriteitpersoonsgegevens.nl" external>
          {t.residents.authority}
        </Link>
      </p>
    </div>
  );
}

function Part({ title, text, lines }: { title: string; text: string; lines: readonly string[] }) {
  return (
    <>
      <h2 class="utrecht-heading-2">{title}</h2>
      <p>{text}</p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
