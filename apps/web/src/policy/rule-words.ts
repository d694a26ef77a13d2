import { fill, text } from '../shell/texts';
import type { Disclosure, Rule } from './shapes';
import type { Words } from './words';

/** A rule in one line, without its name. */
export const ruleWords = (rule: Rule, words: Words): string =>
  fill(text('difference').sentence, {
    owner: words.owner(rule.owner),
    purpose: rule.purpose === undefined ? words.t.everyPurpose : words.purpose(rule.purpose),
    asker: words.asker(rule.asker),
    about: words.ruleAbout(rule),
    disclosure: disclosureWords(rule.disclosure, rule.label, words),
  });

export const disclosureWords = (disclosure: Disclosure, label: string | undefined, { t }: Words): string =>
  label === undefined ? t.disclosures[disclosure] : fill(text('difference').mediatedAs, { label });
