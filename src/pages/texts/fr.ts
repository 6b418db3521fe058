import type { Translation } from './texts.ts';

/** Before a colon, a question mark and inside guillemets stands a no-break space, as French typography wants it. */
export const fr: Translation = {
  lang: 'fr',
  dir: 'ltr',
  product: 'Réunions en ligne pour HCL Notes',
  footer: 'Domino Online Meeting Integration',
  support: 'Aide et assistance',

  landing: {
    title: 'Connecter votre service de réunion',
    lead: 'Une seule fois suffit. Ensuite, l’agenda de HCL Notes crée une réunion en ligne quand vous envoyez une invitation, et la tient à jour quand vous la modifiez ou l’annulez.',
    servicesHeading: 'Quel service utilisez-vous\u00a0?',
    serviceHint: 'Se connecter pour obtenir un jeton',
    stepsHeading: 'Comment cela se passe',
    steps: [
      'Connectez-vous à votre service de réunion et autorisez l’accès à vos réunions. Votre mot de passe y reste.',
      'Copiez le jeton qui s’affiche.',
      'Collez-le dans Notes, dans votre profil «\u00a0Online Meeting Credentials\u00a0».',
    ],
    emptyHeading: 'Aucun service de réunion n’est activé',
    empty:
      'Votre administrateur doit activer au moins un service de réunion avant que vous puissiez le connecter à Notes.',
  },

  token: {
    title: (service) => `Configurer ${service} pour HCL Notes`,
    heading: (service) => `Votre jeton ${service} est prêt`,
    lead: 'Vous êtes connecté. Reportez maintenant ce jeton dans HCL Notes.',
    label: 'À copier dans «\u00a0Refresh Token\u00a0»',
    copy: 'Copier',
    copied: 'Copié\u00a0!',
    copiedStatus: 'Le jeton est dans le presse-papiers. Continuez dans HCL Notes.',
    copyFailedStatus:
      'Le navigateur n’a pas permis la copie. Le jeton est sélectionné\u00a0: appuyez sur Ctrl+C, ou ⌘C sur un Mac.',
    withoutScript: 'Sélectionnez tout le texte du champ et copiez-le.',
    stepsHeading: 'Que faire maintenant',
    steps: [
      'Copiez le jeton.',
      'Revenez dans HCL Notes, au profil «\u00a0Online Meeting Credentials\u00a0».',
      'Cliquez sur «\u00a0Paste\u00a0» (Coller). Notes vérifie le jeton et l’enregistre aussitôt.',
    ],
    secretHeading: 'Gardez-le pour vous.',
    secret:
      'Quiconque possède ce jeton peut gérer des réunions en votre nom. Ne l’envoyez à personne\u00a0: qui vous le demande n’a pas de bonnes intentions.',
    onceHeading: 'Il ne s’affiche qu’une fois.',
    once: 'Cette page ne peut pas être rechargée. Si le jeton se perd, connectez-vous de nouveau pour en obtenir un autre.',
    again:
      'Avec certains services, comme Zoom, une nouvelle connexion rend les jetons précédents inutilisables.',
  },

  error: {
    anyService: 'Le service de réunion',
    headlines: {
      invalid_request: () => 'Cette demande n’est pas compréhensible',
      invalid_flow: () => 'La connexion n’a pas abouti',
      no_waiting_code: () => 'Il n’y a plus rien à afficher ici',
      access_denied: () => 'Vous n’avez pas autorisé l’accès',
      authorization_failed: (service) => `${service} a refusé la connexion`,
      invalid_grant: () => 'Cette connexion n’est plus valable',
      unsupported_token_type: (service) => `${service} ne met pas fin à l’accès depuis ici`,
      insufficient_scope: () => 'Il manque une autorisation',
      no_refresh_token: (service) => `${service} n’a pas donné de jeton pour Notes`,
      invalid_token: () => 'Aucun jeton utilisable n’est arrivé',
      cross_site_request: () => 'Cette adresse est réservée à HCL Notes',
      not_found: () => 'Cette page n’existe pas',
      method_not_allowed: () => 'Cette page ne s’utilise pas ainsi',
      request_timeout: () => 'La demande a pris trop de temps',
      request_header_too_large: () => 'La demande est trop volumineuse',
      rate_limited: () => 'Trop de demandes en ce moment',
      client_closed_request: () => 'La connexion a été coupée trop tôt',
      server_error: () => 'Un problème est survenu de notre côté',
      client_credentials_refused: (service) => `${service} n’accepte pas ce site`,
      provider_rejected_request: (service) => `${service} a rejeté la demande`,
      provider_invalid_answer: (service) => `${service} a donné une réponse inattendue`,
      provider_failed: (service) => `${service} rencontre un problème`,
      provider_unreachable: (service) => `${service} n’a pas pu être joint`,
      provider_connection_lost: (service) => `${service} n’a pas terminé sa réponse`,
      temporarily_unavailable: (service) => `${service} n’est pas disponible pour le moment`,
      provider_timeout: (service) => `${service} n’a pas répondu à temps`,
      tenant_misconfigured: () => 'Ce site n’est pas configuré correctement',
    },
    descriptionOf: {
      invalid_request: 'La demande est mal formée.',
      invalid_flow:
        'Cette connexion ne peut pas être terminée ici\u00a0: elle a expiré, a déjà servi, a été commencée dans un autre navigateur, ou le navigateur n’a pas gardé le cookie de ce site.',
      no_waiting_code:
        'Aucune connexion n’attend d’être terminée dans ce navigateur. Un jeton ne s’affiche qu’une fois.',
      access_denied: 'L’autorisation n’a pas été accordée auprès du service de réunion.',
      authorization_failed: 'Le service de réunion a refusé la demande de connexion.',
      invalid_grant:
        'Le service de réunion n’a pas accepté cette connexion\u00a0: elle a duré trop longtemps ou a déjà servi.',
      unsupported_token_type:
        'Le service de réunion ne met pas fin aux autorisations sur demande\u00a0: rien n’a donc été révoqué. Supprimez l’application vous-même dans les paramètres du service de réunion.',
      insufficient_scope:
        'Le service de réunion n’a pas accordé toutes les autorisations nécessaires aux réunions en ligne.',
      no_refresh_token:
        'Le service de réunion vous a connecté, mais n’a pas émis de jeton d’actualisation (refresh token). L’application OAuth de ce site doit permettre l’accès hors ligne (offline access).',
      invalid_token:
        'Aucun jeton (bearer token) utilisable n’est arrivé. Soit il n’a pas été envoyé, soit un proxy a retiré l’en-tête Authorization.',
      cross_site_request:
        'Cette adresse répond à HCL Notes\u00a0; une page d’un autre site ne peut pas l’appeler.',
      not_found: 'Il n’y a rien à cette adresse, ou le service de réunion n’est pas activé ici.',
      method_not_allowed: 'Cette adresse ne répond pas à cette méthode HTTP.',
      request_timeout: 'La demande n’est pas arrivée complètement à temps.',
      request_header_too_large: 'Les en-têtes de la demande dépassent ce que ce site accepte.',
      rate_limited: 'Trop de demandes arrivent en ce moment, ici ou au service de réunion.',
      client_closed_request: 'La connexion s’est terminée avant que la réponse soit prête.',
      server_error: 'Une erreur inattendue de ce service.',
      client_credentials_refused:
        'L’application OAuth de ce site n’est pas acceptée\u00a0: son identifiant ou son secret est faux ou a expiré.',
      provider_rejected_request: 'Le service de réunion n’a pas accepté ce que ce site a envoyé.',
      provider_invalid_answer: 'La réponse du service de réunion n’est pas une réponse OAuth valable.',
      provider_failed: 'Le service de réunion a signalé une panne interne.',
      provider_unreachable: 'Aucune connexion au service de réunion n’a pu être établie.',
      provider_connection_lost:
        'La connexion au service de réunion s’est rompue avant l’arrivée de sa réponse.',
      tenant_misconfigured:
        'Sa configuration contient une erreur\u00a0; il est désactivé jusqu’à ce qu’elle soit corrigée. Ce qui est enregistré dans Notes reste valable.',
      temporarily_unavailable: 'Le service de réunion indique qu’il ne peut pas répondre maintenant.',
      provider_timeout: 'Le service de réunion a mis plus de temps que ce site ne peut attendre.',
    },
    otherHeadline: 'Cela n’a pas fonctionné',
    nextHeading: 'Que faire maintenant',
    next: {
      reauthorize:
        'Recommencez la connexion et terminez-la dans ce navigateur. Ce qui est enregistré dans Notes n’a pas changé.',
      retry: 'Attendez un instant, puis réessayez. Si le problème persiste, prévenez votre administrateur.',
      contact_admin:
        'Seul votre administrateur peut y remédier. Transmettez-lui l’identifiant de la demande indiqué ci-dessous.',
    },
    nextOf: {
      no_waiting_code:
        'Si vous avez copié le jeton, continuez dans HCL Notes\u00a0: il n’y a plus rien à faire ici. Ne recommencez que s’il est perdu\u00a0; avec certains services, comme Zoom, le jeton précédent devient alors inutilisable.',
      access_denied:
        'Si Notes doit gérer vos réunions, recommencez et autorisez l’accès. Ce qui est enregistré dans Notes n’a pas changé.',
      not_found:
        'Vérifiez l’adresse ou allez à la page d’accueil. Si un lien vous a amené ici, prévenez votre administrateur.',
      method_not_allowed: 'Ouvrez l’adresse dans un navigateur ou allez à la page d’accueil.',
      request_header_too_large: 'Supprimez les cookies de ce site dans votre navigateur, puis réessayez.',
    },
    startAgain: 'Recommencer',
    home: 'Page d’accueil',
    requestId: 'Identifiant de la demande\u00a0:',
    requestIdHint: 'à communiquer à votre administrateur',
    status: 'Statut HTTP',
  },
};
