import type { Texts } from './texts.ts';

export const de: Texts = {
  lang: 'de',
  dir: 'ltr',
  product: 'Online-Besprechungen für HCL Notes',
  support: 'Hilfe und Support',
  home: 'Startseite',
  language: 'Sprache',
  colon: ': ',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyFailed:
    'Der Browser hat das Kopieren nicht erlaubt. Der Text ist markiert: Drücken Sie Strg+C, am Mac ⌘C.',

  landing: {
    title: 'Besprechungsdienst verbinden',
    lead: 'Das ist nur einmal nötig. Danach legt Ihr Kalender in HCL Notes Online-Besprechungen für Sie an, ändert sie und sagt sie ab.',
    servicesHeading: 'Welchen Dienst nutzen Sie?',
    signInAt: (host) => `Anmeldung bei ${host}`,
    stepsHeading: 'So läuft es ab',
    steps: [
      'Sie melden sich bei Ihrem Besprechungsdienst an und erlauben den Zugriff auf Ihre Besprechungen. Ihr Passwort bleibt dort.',
      'Ein Token wird angezeigt, genau einmal, und Sie kopieren es.',
      'In HCL Notes fügen Sie es unter „Online Meeting Credentials“ ein.',
    ],
    removeHeading: 'Zugriff beenden',
    remove: 'Auf der Seite des Dienstes können Sie den Zugriff jederzeit beenden:',
    rootHeading: 'Für Administratoren',
    root: 'Root-URL für Notes',
    emptyHeading: 'Noch kein Besprechungsdienst eingerichtet',
    empty:
      'Ihr Administrator muss einen Besprechungsdienst einrichten, bevor Sie ihn mit Notes verbinden können.',
  },

  token: {
    title: (service) => `${service} für HCL Notes einrichten`,
    copiedTitle: 'Kopiert – jetzt in Notes einfügen',
    heading: (service) => `Ihr Token für ${service} ist bereit`,
    lead: 'Kopieren Sie es und fügen Sie es in HCL Notes ein.',
    label: 'In das Feld „Refresh Token“ kopieren',
    length: (characters) => `${characters} Zeichen`,
    show: 'Anzeigen',
    copiedStatus: 'Das Token ist in der Zwischenablage. Weiter geht es in HCL Notes.',
    withoutScript: 'Klicken Sie auf das Token, um es zu markieren, und kopieren Sie es.',
    stepsHeading: 'Die nächsten Schritte',
    steps: [
      'Kopieren Sie das Token.',
      'Wechseln Sie in HCL Notes zurück zu „Online Meeting Credentials“.',
      'Klicken Sie auf „Paste“ (Einfügen). Notes prüft das Token und speichert es.',
    ],
    drawing: 'Skizze des Formulars in Notes: Die Schaltfläche „Paste“ ist neben „Refresh Token“.',
    caution:
      'Das Token wird nur einmal angezeigt. Behalten Sie es für sich: Wer es hat, kann in Ihrem Namen Besprechungen verwalten.',
    printed: 'Das Token wird nicht mitgedruckt.',
  },

  error: {
    anyService: 'der Besprechungsdienst',
    topics: {
      badRequest: {
        headline: 'So lässt sich diese Seite nicht öffnen',
        happened: 'Diese Website versteht die Anfrage nicht.',
        todo: 'Öffnen Sie die Seite noch einmal aus HCL Notes oder von der Startseite. Wenn das nicht hilft, wenden Sie sich an Ihren Administrator.',
      },
      notCompleted: {
        headline: 'Ihre Anmeldung wurde nicht abgeschlossen',
        happened:
          'Sie hat zu lange gedauert, wurde schon verwendet oder in einem anderen Browser begonnen, oder dieser Browser hat das Cookie der Website nicht behalten.',
        todo: 'Beginnen Sie von vorn und bleiben Sie dabei in diesem Browser. In HCL Notes hat sich nichts geändert.',
      },
      nothingWaiting: {
        headline: 'Kein Token vorhanden',
        happened:
          'Ein Token wird nur einmal angezeigt, und in diesem Browser ist keine Anmeldung mehr offen.',
        todo: 'Wenn Sie das Token kopiert haben, machen Sie in HCL Notes weiter. Beginnen Sie nur von vorn, wenn es verloren ist: Bei manchen Diensten, etwa Zoom, wird das frühere Token dadurch ungültig.',
      },
      declined: {
        headline: 'Der Zugriff wurde nicht erlaubt',
        happened: (service) => `${service} meldet, dass die Berechtigung abgelehnt wurde.`,
        todo: 'Wenn HCL Notes Ihre Besprechungen verwalten soll, beginnen Sie von vorn und erlauben Sie den Zugriff. In HCL Notes hat sich nichts geändert.',
      },
      declinedOrAdmin: {
        headline: 'Der Zugriff wurde nicht erlaubt',
        happened: (service) =>
          `${service} meldet, dass die Berechtigung nicht erteilt wurde: Sie wurde abgelehnt, oder nur ein Administrator darf die App freigeben.`,
        todo: 'Wenn die Freigabe durch einen Administrator verlangt wurde, schicken Sie Ihrem Administrator den Link unten; von vorn zu beginnen hilft dann nicht. Wenn Sie selbst abgelehnt haben, können Sie von vorn beginnen.',
      },
      adminConsent: {
        headline: 'Ihr Administrator muss diese App zuerst freigeben',
        happened: (service) =>
          `${service} lässt die Freigabe nur durch einen Administrator Ihrer Organisation zu. Bis dahin hilft es nicht, von vorn zu beginnen.`,
        todo: 'Schicken Sie Ihrem Administrator den Link unten. Sobald die App freigegeben ist, beginnen Sie in HCL Notes noch einmal.',
      },
      appRefused: {
        headline: (service) => `${service} akzeptiert diese Website nicht`,
        happened:
          'Die App, die diese Website dort verwendet, ist unbekannt oder deaktiviert, oder ihr geheimer Clientschlüssel ist abgelaufen.',
        todo: 'Das kann nur Ihr Administrator beheben. Schicken Sie ihm die Details unten.',
      },
      appNotPublished: {
        headline: 'Die App ist für Ihr Konto noch nicht verfügbar',
        happened: (service) =>
          `${service} hat die App, die diese Website verwendet, nicht veröffentlicht oder nicht genehmigt.`,
        todo: 'Nur Ihr Administrator kann die App veröffentlichen oder genehmigen lassen. Schicken Sie ihm die Details unten.',
      },
      scopeRefused: {
        headline: (service) => `${service} hat eine Berechtigung verweigert`,
        happened:
          'Die App, die diese Website verwendet, fordert eine Berechtigung an, die sie dort nicht hat.',
        todo: 'Nur Ihr Administrator kann die Berechtigungen der App korrigieren. Schicken Sie ihm die Details unten.',
      },
      wrongAccount: {
        headline: (service) => `${service} akzeptiert dieses Konto nicht`,
        happened:
          'Es ist von der falschen Art, zum Beispiel ein privates Konto, oder es gehört zu einer anderen Organisation.',
        todo: 'Beginnen Sie von vorn und melden Sie sich mit Ihrem Firmenkonto an. Wenn Sie nicht nach dem Konto gefragt werden, melden Sie sich vorher beim Dienst ab.',
      },
      blockedByPolicy: {
        headline: 'Ihre Organisation lässt diese Anmeldung nicht zu',
        happened: (service) =>
          `${service} verweist auf eine Regel Ihrer Organisation, zum Beispiel zu Geräten, Netzwerken oder dazu, wer die App nutzen darf.`,
        todo: 'Nur Ihr Administrator kann die Regel ändern oder Ihnen sagen, wie Sie sie erfüllen. Schicken Sie ihm die Details unten.',
      },
      issuerMismatch: {
        headline: 'Die Anmeldung wurde zu Ihrer Sicherheit abgebrochen',
        happened: (service) =>
          `Die Antwort kam nicht von der Adresse, die diese Website bei ${service} erwartet. Es wurde kein Token ausgestellt.`,
        todo: 'Das kann nur Ihr Administrator prüfen: Vielleicht nennt die Konfiguration den falschen Aussteller (issuer). Schicken Sie ihm die Details unten.',
      },
      refused: {
        headline: (service) => `${service} hat die Anfrage abgelehnt`,
        happened: 'Der Dienst hat nicht angenommen, was diese Website gesendet hat.',
        todo: 'Das kann nur Ihr Administrator beheben. Schicken Sie ihm die Details unten.',
      },
      expired: {
        headline: 'Diese Anmeldung gilt nicht mehr',
        happened: (service) =>
          `${service} hat sie nicht angenommen: Sie hat zu lange gedauert oder wurde schon verwendet.`,
        todo: 'Beginnen Sie von vorn und schließen Sie die Anmeldung innerhalb weniger Minuten ab. In HCL Notes hat sich nichts geändert.',
      },
      scopeMissing: {
        headline: 'Eine Berechtigung fehlt',
        happened: (service) => `${service} hat nicht alles erlaubt, was für Online-Besprechungen nötig ist.`,
        todo: 'Wenn Sie ein Häkchen entfernt haben, beginnen Sie von vorn und lassen Sie alle gesetzt. Wenn es nichts auszuwählen gab, schicken Sie die Details unten an Ihren Administrator.',
      },
      noRefreshToken: {
        headline: (service) => `${service} hat kein Token für Notes ausgestellt`,
        happened:
          'Sie sind angemeldet, aber die App, die diese Website verwendet, bekommt kein dauerhaftes Token (Refresh Token, offline access).',
        todo: 'Das kann nur Ihr Administrator in der App ändern. Schicken Sie ihm die Details unten.',
      },
      notForBrowsers: {
        headline: 'Diese Adresse ist für HCL Notes bestimmt',
        happened: 'Sie ist nur für den Notes-Client gedacht, nicht für Browser oder andere Websites.',
        todo: 'Gehen Sie zur Startseite, um Ihren Besprechungsdienst zu verbinden.',
      },
      notFound: {
        headline: 'Diese Seite gibt es nicht',
        happened:
          'Unter dieser Adresse ist nichts zu finden, oder der Besprechungsdienst ist hier nicht eingerichtet.',
        todo: 'Prüfen Sie die Adresse oder gehen Sie zur Startseite. Wenn HCL Notes diese Seite geöffnet hat, sagen Sie Ihrem Administrator Bescheid.',
      },
      nowhere: {
        headline: 'Unter dieser Adresse gibt es keine Website',
        happened: 'Der Server ist erreichbar, aber keine seiner Websites hat diesen Namen oder Pfad.',
        todo: 'Prüfen Sie die Adresse auf Tippfehler. Wenn HCL Notes diese Seite geöffnet hat, muss Ihr Administrator die Root-URL in Notes korrigieren.',
      },
      rateLimited: {
        headline: 'Zurzeit kommen zu viele Anfragen',
        happened: 'Es sind mehr, als diese Website oder der Besprechungsdienst verarbeiten kann.',
        todo: 'Warten Sie eine Minute und versuchen Sie es dann noch einmal. Wenn es dabei bleibt, wenden Sie sich an Ihren Administrator.',
      },
      ourFault: {
        headline: 'Auf dieser Website ist etwas schiefgegangen',
        happened: 'Ein unerwarteter Fehler ist aufgetreten.',
        todo: 'Versuchen Sie es noch einmal. Wenn es wieder passiert, schicken Sie die Details unten an Ihren Administrator.',
      },
      serviceTrouble: {
        headline: (service) => `${service} antwortet nicht richtig`,
        happened: 'Der Dienst war nicht erreichbar, hat zu lange gebraucht oder meldet selbst eine Störung.',
        todo: 'Warten Sie einige Minuten und versuchen Sie es dann noch einmal. Wenn es dabei bleibt, schicken Sie die Details unten an Ihren Administrator.',
      },
      siteUnavailable: {
        headline: 'Diese Website ist zurzeit nicht verfügbar',
        happened: 'Ihre Konfiguration enthält einen Fehler.',
        todo: 'Versuchen Sie es später noch einmal. Ihr Administrator findet den Fehler im Protokoll des Dienstes.',
      },
      other: {
        headline: 'Das hat nicht funktioniert',
        happened: 'Die Anfrage konnte nicht bearbeitet werden.',
        todo: 'Versuchen Sie es noch einmal. Wenn es wieder passiert, schicken Sie die Details unten an Ihren Administrator.',
      },
    },
    nextHeading: 'Was Sie tun können',
    startAgain: 'Von vorn beginnen',
    adminHeading: 'Für Administratoren',
    adminConsent: 'Geben Sie die App einmal für Ihre ganze Organisation frei. Das geht gleich hier.',
    adminLink: 'App freigeben',
    sendLink: 'Link für Ihren Administrator',
    mayNeedAdmin: (service) =>
      `Hieß es bei ${service}, dass ein Administrator die App freigeben muss? Dann schicken Sie Ihrem Administrator den Link unten.`,
    adminConsentWithoutLink:
      'Schicken Sie die Details unten an Ihren Administrator, der die App beim Dienst freigeben kann. Sobald sie freigegeben ist, beginnen Sie in HCL Notes noch einmal.',
    detailsHeading: 'Details für den Support',
    requestId: 'Anfrage-ID',
    time: 'Zeit',
    status: 'HTTP-Status',
    code: 'Fehler',
    service: 'Dienst',
    copyDetails: 'Details kopieren',
    detailsCopied: 'Die Details sind in der Zwischenablage.',
  },

  consent: {
    heading: 'Die App ist freigegeben',
    lead: (service) =>
      `${service} meldet, dass ein Administrator die App für die ganze Organisation freigegeben hat.`,
    next: 'Jetzt können alle in der Organisation ihren Besprechungsdienst verbinden. Es kann einige Minuten dauern, bis die Freigabe überall wirkt.',
    start: 'Token abrufen',
  },

  check: {
    title: 'Verbindungstest',
    lead: 'So ist Ihre Anfrage beim Server angekommen. Die Angaben enthalten kein Token; Sie können sie Ihrem Administrator schicken.',
    yes: 'ja',
    no: 'nein',
    labels: {
      address_known: 'Die Adresse gehört zu einer Website auf diesem Server',
      site_in_service: 'Die Website ist in Betrieb',
      public_url: 'Öffentliche Adresse',
      host_is_public_host: 'Der Hostname stimmt mit der öffentlichen Adresse überein',
      scheme: 'Protokoll',
      http_version: 'HTTP-Version',
      client_address: 'Ihre Netzwerkadresse',
      forwarded: 'Ein Proxy hat seinen Header ergänzt',
      authorization_present: 'Ein Header „Authorization“ ist angekommen',
      authorization_is_bearer: 'Er beginnt mit „Bearer“',
      authorization_length: 'Seine Länge in Zeichen',
      header_bytes: 'Größe aller Header in Bytes',
    },
  },
};
