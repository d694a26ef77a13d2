import '../design/prose.css';
import { Link, PageTitle } from '../design';
import { day, fill, useText } from '../shell/texts';
import { ContactWords, useWhomToAsk } from './whom-to-ask';

/** The statement, in the form that Dutch public bodies use: status, ground, what falls short, whom to tell, date. */
export default function AccessibilityScreen() {
  const { accessibility: t } = useText('pages');
  const { municipality, accessibilityContact } = useWhomToAsk();
  return (
    <div class="rv-prose">
      <PageTitle focus>{t.title}</PageTitle>
      <p>{fill(t.lead, { municipality: municipality ?? t.municipality })}</p>
      <h2 class="utrecht-heading-2">{t.statusTitle}</h2>
      <p>
        <strong>{t.status}</strong>
      </p>
      <p>{t.statusText}</p>
      <h2 class="utrecht-heading-2">{t.testedTitle}</h2>
      <p>{t.tested}</p>
      <Bullets lines={t.tests} />
      <h2 class="utrecht-heading-2">{t.shortTitle}</h2>
      <Bullets lines={t.shortcomings} />
      <h2 class="utrecht-heading-2">{t.contactTitle}</h2>
      <p>
        {accessibilityContact === undefined ? (
          t.contactGeneral
        ) : (
          <>
            {t.contact} <ContactWords words={accessibilityContact} />
          </>
        )}
      </p>
      <p>{t.complaint}</p>
      <p>
        {t.register}{' '}
        <Link href="https://www.toegankelijkheidsverklaring.nl" external>
          {t.registerLink}
        </Link>
      </p>
      <p>{fill(t.updated, { day: day(t.updatedOn) })}</p>
    </div>
  );
}

const Bullets = ({ lines }: { lines: readonly string[] }) => (
  <ul>
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);
