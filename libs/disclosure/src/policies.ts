import type { DataSource } from 'typeorm';
import { problemsOf } from '#problem';
import { DISCLOSURES, type Policy, type Rule } from './decide';

const problem = problemsOf('disclosure', {
  'no-policy': {
    status: 503,
    title: 'No disclosure policy is in force',
    advice: 'Nothing was disclosed. The privacy officer must bring a policy version into force.',
  },
});

interface PolicyRow {
  version: number;
  effective_from: Date;
  rules: Rule[];
}

/** Policy versions in memory; reloaded with the catalogue's version, of which they are part. */
export class Policies {
  private copy: { readonly catalogue: number; readonly policies: readonly Policy[] } | undefined;

  constructor(private readonly database: DataSource) {}

  /**
   * The version in force at `now`.
   * @param catalogue version read together with the data that is decided about
   * @throws Problem `disclosure.no-policy`; Error when a stored policy cannot be read (nothing is decided by halves)
   */
  inForce(catalogue: number, now: number): Policy | Promise<Policy> {
    if (this.copy?.catalogue === catalogue) return newest(this.copy.policies, now);
    return this.load(catalogue).then((policies) => newest(policies, now));
  }

  private async load(catalogue: number): Promise<readonly Policy[]> {
    const rows = await this.database.query<PolicyRow[]>(
      'select version, effective_from, rules from disclosure_policy order by version desc',
    );
    const policies = rows.map(({ version, effective_from, rules }) => ({
      version,
      effectiveFrom: effective_from,
      rules: rules.map(checked),
    }));
    this.copy = { catalogue, policies };
    return policies;
  }
}

function newest(policies: readonly Policy[], now: number): Policy {
  const found = policies.find(({ effectiveFrom }) => effectiveFrom.getTime() <= now);
  if (found === undefined) throw problem('no-policy');
  return found;
}

/** A rule with a field or word that this version of the product does not know is not guessed at. */
function checked(rule: Rule): Rule {
  const fields = ['id', 'owner', 'asker', 'purpose', 'kind', 'rung', 'disclosure', 'broker', 'label'];
  const known = Object.keys(rule).every((field) => fields.includes(field)) && DISCLOSURES.includes(rule.disclosure);
  const complete = rule.disclosure !== 'mediated' || (Boolean(rule.broker) && Boolean(rule.label));
  const rung = rule.rung === undefined || ['unit', 'number', 'subject'].includes(rule.rung);
  if (!known || !complete || !rung) throw new Error('a stored disclosure rule cannot be read');
  return rule;
}
