import type { Translation } from './texts.ts';

export const de: Translation = {
  lang: 'de',
  dir: 'ltr',
  product: 'Online-Besprechungen für HCL Notes',
  footer: 'Domino Online Meeting Integration',
  support: 'Hilfe und Support',

  landing: {
    title: 'Besprechungsdienst verbinden',
    lead: 'Das ist nur einmal nötig. Danach legt der Kalender von HCL Notes beim Senden einer Einladung eine Online-Besprechung an und hält sie aktuell, wenn Sie sie ändern oder absagen.',
    servicesHeading: 'Welchen Dienst nutzen Sie?',
    serviceHint: 'Anmelden und Token erhalten',
    stepsHeading: 'So geht es',
    steps: [
      'Melden Sie sich bei Ihrem Besprechungsdienst an und erlauben Sie den Zugriff auf Ihre Besprechungen. Ihr Kennwort bleibt dort.',
      'Kopieren Sie das Token, das Ihnen angezeigt wird.',
      'Fügen Sie es in Notes in Ihr Profil „Online Meeting Credentials“ ein.',
    ],
    emptyHeading: 'Kein Besprechungsdienst ist eingerichtet',
    empty:
      'Ihr Administrator muss mindestens einen Besprechungsdienst einrichten, bevor Sie ihn mit Notes verbinden können.',
  },

  token: {
    title: (service) => `${service} für HCL Notes einrichten`,
    heading: (service) => `Ihr Token für ${service} ist da`,
    lead: 'Sie sind angemeldet. Übernehmen Sie jetzt dieses Token in HCL Notes.',
    label: 'In das Feld „Refresh Token“ kopieren',
    copy: 'Kopieren',
    copied: 'Kopiert!',
    copiedStatus: 'Das Token liegt in der Zwischenablage. Weiter geht es in HCL Notes.',
    copyFailedStatus:
      'Der Browser hat das Kopieren nicht erlaubt. Das Token ist markiert: Drücken Sie Strg+C, am Mac ⌘C.',
    withoutScript: 'Markieren Sie den ganzen Text im Feld und kopieren Sie ihn.',
    stepsHeading: 'Was jetzt zu tun ist',
    steps: [
      'Kopieren Sie das Token.',
      'Gehen Sie in HCL Notes zurück zum Profil „Online Meeting Credentials“.',
      'Klicken Sie auf „Paste“ (Einfügen). Notes prüft das Token und speichert es sofort.',
    ],
    secretHeading: 'Behalten Sie es für sich.',
    secret:
      'Wer dieses Token hat, kann in Ihrem Namen Besprechungen verwalten. Schicken Sie es niemandem: Wer danach fragt, meint es nicht gut.',
    onceHeading: 'Es wird nur einmal angezeigt.',
    once: 'Diese Seite lässt sich nicht neu laden. Geht das Token verloren, melden Sie sich für ein neues noch einmal an.',
    again: 'Bei manchen Diensten, etwa Zoom, macht eine neue Anmeldung frühere Tokens ungültig.',
  },

  error: {
    anyService: 'Der Besprechungsdienst',
    headlines: {
      invalid_request: () => 'Diese Anfrage ist nicht verständlich',
      invalid_flow: () => 'Die Anmeldung kam nicht zustande',
      no_waiting_code: () => 'Hier gibt es nichts mehr zu sehen',
      access_denied: () => 'Sie haben den Zugriff nicht erlaubt',
      authorization_failed: (service) => `${service} hat die Anmeldung abgelehnt`,
      invalid_grant: () => 'Diese Anmeldung gilt nicht mehr',
      unsupported_token_type: (service) => `${service} beendet den Zugriff nicht von hier aus`,
      insufficient_scope: () => 'Eine Berechtigung fehlt',
      no_refresh_token: (service) => `${service} hat kein Token für Notes ausgestellt`,
      invalid_token: () => 'Es kam kein brauchbares Token an',
      cross_site_request: () => 'Diese Adresse ist nur für HCL Notes',
      not_found: () => 'Diese Seite gibt es nicht',
      method_not_allowed: () => 'So lässt sich diese Seite nicht aufrufen',
      request_timeout: () => 'Die Anfrage hat zu lange gedauert',
      request_header_too_large: () => 'Die Anfrage ist zu groß',
      rate_limited: () => 'Gerade kommen zu viele Anfragen',
      client_closed_request: () => 'Die Verbindung wurde vorzeitig beendet',
      server_error: () => 'Bei uns ist etwas schiefgegangen',
      client_credentials_refused: (service) => `${service} akzeptiert diese Website nicht`,
      provider_rejected_request: (service) => `${service} hat die Anfrage zurückgewiesen`,
      provider_invalid_answer: (service) => `${service} hat unerwartet geantwortet`,
      provider_failed: (service) => `${service} hat selbst eine Störung`,
      provider_unreachable: (service) => `${service} war nicht erreichbar`,
      provider_connection_lost: (service) => `${service} hat die Antwort abgebrochen`,
      temporarily_unavailable: (service) => `${service} ist zurzeit nicht verfügbar`,
      provider_timeout: (service) => `${service} hat nicht rechtzeitig geantwortet`,
      tenant_misconfigured: () => 'Diese Website ist nicht richtig eingerichtet',
    },
    descriptionOf: {
      invalid_request: 'Die Anfrage ist fehlerhaft.',
      invalid_flow:
        'Diese Anmeldung lässt sich hier nicht abschließen: Sie ist abgelaufen, wurde schon verwendet, wurde in einem anderen Browser begonnen, oder der Browser hat das Cookie dieser Website nicht behalten.',
      no_waiting_code:
        'In diesem Browser wartet keine Anmeldung auf ihren Abschluss. Ein Token wird nur einmal angezeigt.',
      access_denied: 'Die Berechtigung wurde beim Besprechungsdienst nicht erteilt.',
      authorization_failed: 'Der Besprechungsdienst hat die Anmeldung abgelehnt.',
      invalid_grant:
        'Der Besprechungsdienst hat diese Anmeldung nicht angenommen: Sie hat zu lange gedauert oder wurde schon verwendet.',
      unsupported_token_type:
        'Der Besprechungsdienst beendet Berechtigungen nicht auf Anfrage, es wurde also nichts widerrufen. Entfernen Sie die App von Hand in den Einstellungen des Besprechungsdienstes.',
      insufficient_scope:
        'Der Besprechungsdienst hat nicht alle Berechtigungen erteilt, die für Online-Besprechungen nötig sind.',
      no_refresh_token:
        'Der Besprechungsdienst hat Sie angemeldet, aber kein Refresh Token ausgestellt. Die OAuth-App dieser Website muss Refresh Tokens (offline access) erlauben.',
      invalid_token:
        'Es kam kein brauchbares Bearer Token an. Entweder wurde keines gesendet, oder ein Proxy hat unterwegs den Header Authorization entfernt.',
      cross_site_request:
        'Diese Adresse antwortet HCL Notes; eine Seite einer anderen Website darf sie nicht aufrufen.',
      not_found:
        'Unter dieser Adresse gibt es nichts, oder der Besprechungsdienst ist hier nicht eingerichtet.',
      method_not_allowed: 'Diese Adresse beantwortet die verwendete HTTP-Methode nicht.',
      request_timeout: 'Die Anfrage ist nicht rechtzeitig vollständig angekommen.',
      request_header_too_large: 'Die Kopfzeilen der Anfrage sind größer, als diese Website zulässt.',
      rate_limited: 'Im Augenblick kommen hier oder beim Besprechungsdienst zu viele Anfragen an.',
      client_closed_request: 'Die Verbindung endete, bevor die Antwort fertig war.',
      server_error: 'Ein unerwarteter Fehler in diesem Dienst.',
      client_credentials_refused:
        'Die OAuth-App dieser Website wird nicht akzeptiert: Ihre Id oder ihr Secret ist falsch oder abgelaufen.',
      provider_rejected_request:
        'Der Besprechungsdienst hat nicht angenommen, was diese Website gesendet hat.',
      provider_invalid_answer: 'Die Antwort des Besprechungsdienstes ist keine gültige OAuth-Antwort.',
      provider_failed: 'Der Besprechungsdienst hat eine interne Störung gemeldet.',
      provider_unreachable: 'Es kam keine Verbindung zum Besprechungsdienst zustande.',
      provider_connection_lost:
        'Die Verbindung zum Besprechungsdienst riss ab, bevor seine Antwort angekommen war.',
      tenant_misconfigured:
        'Ihre Konfiguration enthält einen Fehler. Bis er behoben ist, ist sie abgeschaltet. Was in Notes gespeichert ist, bleibt gültig.',
      temporarily_unavailable: 'Der Besprechungsdienst meldet, dass er gerade nicht antworten kann.',
      provider_timeout: 'Der Besprechungsdienst hat länger gebraucht, als diese Website warten kann.',
    },
    otherHeadline: 'Das hat nicht funktioniert',
    nextHeading: 'Was jetzt zu tun ist',
    next: {
      reauthorize:
        'Beginnen Sie eine neue Anmeldung und schließen Sie sie in diesem Browser ab. Was in Notes gespeichert ist, hat sich nicht geändert.',
      retry:
        'Warten Sie einen Augenblick und versuchen Sie es dann noch einmal. Bleibt es dabei, sagen Sie Ihrem Administrator Bescheid.',
      contact_admin:
        'Das kann nur Ihr Administrator in Ordnung bringen. Nennen Sie ihm die Anfrage-Id unten auf dieser Seite.',
    },
    nextOf: {
      no_waiting_code:
        'Wenn Sie das Token kopiert haben, machen Sie in HCL Notes weiter: Hier ist nichts mehr zu tun. Nur wenn es verloren ging, beginnen Sie von vorn; bei manchen Diensten, etwa Zoom, wird das frühere Token dadurch ungültig.',
      access_denied:
        'Wenn Notes Ihre Besprechungen verwalten soll, beginnen Sie von vorn und erlauben Sie den Zugriff. Was in Notes gespeichert ist, hat sich nicht geändert.',
      not_found:
        'Prüfen Sie die Adresse oder gehen Sie zur Startseite. Hat Sie ein Link hierher geführt, sagen Sie Ihrem Administrator Bescheid.',
      method_not_allowed: 'Öffnen Sie die Adresse in einem Browser oder gehen Sie zur Startseite.',
      request_header_too_large:
        'Löschen Sie in Ihrem Browser die Cookies dieser Website und versuchen Sie es dann noch einmal.',
    },
    startAgain: 'Von vorn beginnen',
    home: 'Startseite',
    requestId: 'Anfrage-Id:',
    requestIdHint: 'nennen Sie sie Ihrem Administrator',
    status: 'HTTP-Status',
  },
};
