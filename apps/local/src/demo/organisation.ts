import type { TeamSettings } from '#client/node';

// Departments as a Dutch municipality has them. Telephone numbers that nobody has, and a top-level domain that is kept
// for examples (RFC 2606, 2).

const OFFICE = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }];
const MORNINGS = [{ days: [1, 2, 4], from: '08:30', to: '12:30' }];
const LATE = [
  { days: [1, 3, 5], from: '09:00', to: '17:00' },
  { days: [2, 4], from: '09:00', to: '20:00' },
];
const ALWAYS = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' }];

const team = (
  name: string,
  department: string,
  line: string,
  hours: TeamSettings['contact']['hours'] = OFFICE,
): TeamSettings => ({
  name,
  department,
  contact: {
    phone: `033-000 00 ${line}`,
    email: `${name.toLowerCase().replace(/[^a-z]+/g, '-')}@amersfoort.example`,
    hours,
  },
});

/** Department code → name and domain. */
export const DEPARTMENTS: Readonly<Record<string, { readonly name: string; readonly domain: string }>> = {
  'sociaal-domein': { name: 'Sociaal domein', domain: 'care' },
  jeugd: { name: 'Jeugd en gezin', domain: 'care' },
  wmo: { name: 'Maatschappelijke ondersteuning (Wmo)', domain: 'care' },
  'bouw-en-woningtoezicht': { name: 'Bouw- en woningtoezicht', domain: 'enforcement' },
  vergunningen: { name: 'Vergunningen', domain: 'permits' },
  'werk-en-inkomen': { name: 'Werk en inkomen', domain: 'debt' },
  leerplicht: { name: 'Leerplicht', domain: 'education' },
  veiligheid: { name: 'Veiligheid', domain: 'safety' },
};

/** Team code → name, department and contact point. */
export const TEAMS: Readonly<Record<string, TeamSettings>> = {
  'wijkteam-soesterkwartier': team('Wijkteam Soesterkwartier', 'sociaal-domein', '11'),
  'wijkteam-liendert': team('Wijkteam Liendert', 'sociaal-domein', '12'),
  'wijkteam-schothorst': team('Wijkteam Schothorst', 'sociaal-domein', '13', LATE),
  'wijkteam-vathorst': team('Wijkteam Vathorst', 'sociaal-domein', '14'),
  'bemiddeling-sociaal-domein': team('Bemiddeling sociaal domein', 'sociaal-domein', '19'),
  'bouwtoezicht-midden': team('Bouwtoezicht Midden', 'bouw-en-woningtoezicht', '21'),
  'bouwtoezicht-noord': team('Bouwtoezicht Noord', 'bouw-en-woningtoezicht', '22'),
  'toezicht-bewoning': team('Toezicht bewoning', 'bouw-en-woningtoezicht', '23', LATE),
  vergunningenloket: team('Vergunningenloket', 'vergunningen', '31'),
  'horeca-en-evenementen': team('Horeca en evenementen', 'vergunningen', '32', MORNINGS),
  schuldhulpverlening: team('Schuldhulpverlening', 'werk-en-inkomen', '41'),
  vroegsignalering: team('Vroegsignalering', 'werk-en-inkomen', '42'),
  'kwijtschelding-belastingen': team('Kwijtschelding belastingen', 'werk-en-inkomen', '43', MORNINGS),
  'openbare-orde': team('Openbare orde', 'veiligheid', '51', ALWAYS),
  woonoverlast: team('Woonoverlast', 'veiligheid', '52'),
  'aanpak-mensenhandel': team('Aanpak mensenhandel', 'veiligheid', '53', ALWAYS),
  'onderzoek-schijnrelaties': team('Onderzoek schijnrelaties', 'veiligheid', '54'),
  'jeugd-en-gezin-noord': team('Jeugd en gezin Noord', 'jeugd', '61', LATE),
  'jeugd-en-gezin-zuid': team('Jeugd en gezin Zuid', 'jeugd', '62', LATE),
  'wmo-consulenten': team('Wmo-consulenten', 'wmo', '71'),
  woningaanpassing: team('Woningaanpassing', 'wmo', '72', MORNINGS),
  // Marks shelters and care homes, so that no team is found on such an address.
  verzameladressen: { ...team('Verzameladressen', 'wmo', '73'), part: 'collective-list' },
  leerplichtambtenaren: team('Leerplichtambtenaren', 'leerplicht', '81'),
  doorstroompunt: team('Doorstroompunt', 'leerplicht', '82'),
};
