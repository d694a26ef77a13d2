import { nl } from '../../messages/nl';
import { topicsFor } from './topics';

it('whoever is not signed in reads what askers read', () => {
  expect(topicsFor({ rights: [] })).toEqual(topicsFor({ rights: ['inquiry.ask'] }));
});

it('everybody can read what an answer means, what a broker is and which keys there are', () => {
  for (const rights of [[], ['inquiry.ask'], ['review.read', 'policy.read'], ['self.read']])
    expect(topicsFor({ rights })).toEqual(expect.arrayContaining(['answer', 'broker', 'keys']));
});

it('each topic once, and each has its words', () => {
  const rights = [
    'inquiry.ask',
    'involvement.read',
    'cover.manage',
    'organisation.manage',
    'review.read',
    'policy.read',
  ];
  const topics = topicsFor({ rights });
  expect(new Set(topics).size).toBe(topics.length);
  expect([...topics].sort()).toEqual(Object.keys(nl.pages.help.topics).sort());
});
