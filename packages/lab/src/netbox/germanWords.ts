/** What NetBox, Django and Django REST framework say in English, and their German for it. */
const german: [RegExp, string][] = [
  [
    /^Custom field '(.+)' must have a unique value\.$/,
    "Das benutzerdefinierte Feld '$1' muss einen eindeutigen Wert haben.",
  ],
  [
    /^Invalid value for custom field '(.+?)': (.*)$/,
    "Ungültiger Wert für das benutzerdefinierte Feld '$1': $2",
  ],
  [
    /^Custom field '(.+)' does not exist for this object type\.$/,
    "Das benutzerdefinierte Feld '$1' existiert für diesen Objekttyp nicht.",
  ],
  [
    /^Virtual machine name must be unique per cluster\.$/,
    'Der Name der virtuellen Maschine muss pro Cluster eindeutig sein.',
  ],
  [
    /^(.+) with this (.+) already exists\.$/,
    '$1 mit diesem Wert für das Feld $2 existiert bereits.',
  ],
  [
    /^Duplicate IP address found in (.+): (.+)$/,
    'Doppelte IP-Adresse gefunden in $1: $2',
  ],
  [
    /^The specified IP address \((.+)\) is not assigned to this VM\.$/,
    'Die angegebene IP-Adresse ($1) ist dieser VM nicht zugewiesen.',
  ],
  [
    /^Cannot reassign IP address while it is designated as the primary IP for the parent object$/,
    'Die IP-Adresse kann nicht neu zugewiesen werden, solange sie als primäre IP für das übergeordnete Objekt festgelegt ist',
  ],
  [
    /^Insufficient resources are available to satisfy the request$/,
    'Es sind nicht genügend Ressourcen verfügbar, um die Anfrage zu erfüllen',
  ],
  [
    /^You do not have permission to perform this action\.$/,
    'Sie sind nicht berechtigt diese Aktion durchzuführen.',
  ],
  [/^Authentication credentials were not provided\.$/, 'Anmeldedaten fehlen.'],
  [/^This field is required\.$/, 'Dieses Feld ist zwingend erforderlich.'],
  [/^This field may not be null\.$/, 'Dieses Feld darf nicht null sein.'],
  [/^This field may not be blank\.$/, 'Dieses Feld darf nicht leer sein.'],
  [/^(.+) is not a valid choice\.$/, '$1 ist keine gültige Option.'],
];

/**
 * A refusal as a NetBox with German as its language words it. What NetBox does not translate, such
 * as its refusals of tokens, and words that the lab has no German for stay as they are.
 *
 * @internal
 */
export function inGerman(body: unknown): unknown {
  if (typeof body === 'string') {
    const found = german.find(([english]) => english.test(body));
    return found ? body.replace(...found) : body;
  }
  if (Array.isArray(body)) {
    return body.map(inGerman);
  }
  if (typeof body === 'object' && body !== null) {
    return Object.fromEntries(
      Object.entries(body).map(([name, value]) => [name, inGerman(value)]),
    );
  }
  return body;
}
