import type { Texts } from './texts.ts';

export const ptBr: Texts = {
  lang: 'pt-BR',
  dir: 'ltr',
  product: 'Reuniões online para o HCL Notes',
  support: 'Ajuda e suporte',
  home: 'Página inicial',
  language: 'Idioma',
  colon: ': ',
  copy: 'Copiar',
  copied: 'Copiado',
  copyFailed: 'O navegador não permitiu copiar. O texto está selecionado: pressione Ctrl+C, ou ⌘C em um Mac.',

  landing: {
    title: 'Conecte seu serviço de reuniões',
    lead: 'Você só precisa fazer isso uma vez. Depois, o calendário do HCL Notes cria, atualiza e cancela as reuniões online para você.',
    servicesHeading: 'Qual serviço você usa?',
    signInAt: (host) => `Entrar em ${host}`,
    stepsHeading: 'Como funciona',
    steps: [
      'Você entra no serviço de reuniões e permite o acesso às suas reuniões. Sua senha não é enviada a este site.',
      'Um token aparece, uma única vez, e você o copia.',
      'Você o cola no HCL Notes, em “Online Meeting Credentials”.',
    ],
    removeHeading: 'Remover o acesso',
    remove: 'Você pode encerrar o acesso a qualquer momento, na página do serviço:',
    rootHeading: 'Para administradores',
    root: 'URL raiz para inserir no Notes',
    emptyHeading: 'Nenhum serviço de reuniões está ativado',
    empty: 'O administrador precisa ativar um serviço de reuniões antes que você possa conectá-lo ao Notes.',
  },

  token: {
    title: (service) => `Configurar ${service} para o HCL Notes`,
    copiedTitle: 'Copiado: agora cole no Notes',
    heading: (service) => `Seu token do ${service} está pronto`,
    lead: 'Copie-o e cole-o no HCL Notes.',
    label: 'Copiar para “Refresh Token”',
    length: (characters) => `${characters} caracteres`,
    show: 'Mostrar',
    copiedStatus: 'O token está na área de transferência. Continue no HCL Notes.',
    withoutScript: 'Clique no token para selecioná-lo e copie-o.',
    stepsHeading: 'Próximos passos',
    steps: [
      'Copie o token.',
      'Volte para “Online Meeting Credentials” no HCL Notes.',
      'Clique em “Paste” (Colar). O Notes verifica o token e o salva.',
    ],
    drawing: 'Desenho do formulário no Notes: o botão “Paste” fica ao lado de “Refresh Token”.',
    caution:
      'O token aparece uma única vez. Não o compartilhe: quem o tiver pode gerenciar reuniões em seu nome.',
    printed: 'O token não é impresso.',
  },

  error: {
    anyService: 'o serviço de reuniões',
    topics: {
      badRequest: {
        headline: 'Esta página não pode ser aberta assim',
        happened: 'Este site não entende a solicitação.',
        todo: 'Abra a página de novo pelo HCL Notes ou pela página inicial. Se não adiantar, avise o administrador.',
      },
      notCompleted: {
        headline: 'Seu login não foi concluído',
        happened:
          'Ele demorou demais, já foi usado, foi iniciado em outro navegador ou este navegador não guardou o cookie do site.',
        todo: 'Comece de novo e termine neste navegador. Nada mudou no HCL Notes.',
      },
      nothingWaiting: {
        headline: 'Não há nenhum token para mostrar',
        happened: 'Um token aparece uma única vez, e não há nenhum login pendente neste navegador.',
        todo: 'Se você copiou o token, continue no HCL Notes. Comece de novo somente se o perdeu: em alguns serviços, como o Zoom, o token anterior deixa de funcionar.',
      },
      declined: {
        headline: 'O acesso não foi permitido',
        happened: (service) => `${service} informa que a permissão foi recusada.`,
        todo: 'Se o HCL Notes deve gerenciar suas reuniões, comece de novo e permita o acesso. Nada mudou no HCL Notes.',
      },
      declinedOrAdmin: {
        headline: 'O acesso não foi permitido',
        happened: (service) =>
          `${service} informa que a permissão não foi concedida: ela foi recusada, ou somente um administrador pode aprovar o aplicativo.`,
        todo: 'Se foi pedida a aprovação de um administrador, envie o link abaixo ao administrador; começar de novo não resolve. Se você mesmo recusou, pode começar de novo.',
      },
      adminConsent: {
        headline: 'O administrador precisa aprovar este aplicativo primeiro',
        happened: (service) =>
          `${service} só permite a aprovação por um administrador da sua organização. Até lá, começar de novo não resolve.`,
        todo: 'Envie o link abaixo ao administrador. Quando o aplicativo for aprovado, comece de novo pelo HCL Notes.',
      },
      appRefused: {
        headline: (service) => `${service} não aceita este site`,
        happened:
          'O aplicativo que este site usa é desconhecido ou está desativado, ou seu segredo do cliente expirou.',
        todo: 'Somente o administrador pode resolver isso. Envie os detalhes abaixo a ele.',
      },
      appNotPublished: {
        headline: 'O aplicativo ainda não está disponível para sua conta',
        happened: (service) => `${service} não publicou ou não aprovou o aplicativo que este site usa.`,
        todo: 'Somente o administrador pode providenciar a publicação ou a aprovação. Envie os detalhes abaixo a ele.',
      },
      scopeRefused: {
        headline: (service) => `${service} recusou uma permissão`,
        happened: 'O aplicativo que este site usa pede uma permissão que não lhe foi concedida.',
        todo: 'Somente o administrador pode corrigir as permissões do aplicativo. Envie os detalhes abaixo a ele.',
      },
      wrongAccount: {
        headline: (service) => `${service} não aceita esta conta`,
        happened: 'Ela é do tipo errado, por exemplo uma conta pessoal, ou pertence a outra organização.',
        todo: 'Comece de novo e entre com sua conta de trabalho. Se a escolha da conta não aparecer, saia primeiro do serviço.',
      },
      blockedByPolicy: {
        headline: 'Sua organização não permite este login',
        happened: (service) =>
          `${service} menciona uma regra da sua organização, por exemplo sobre dispositivos, redes ou quem pode usar o aplicativo.`,
        todo: 'Somente o administrador pode mudar a regra ou explicar como cumpri-la. Envie os detalhes abaixo a ele.',
      },
      issuerMismatch: {
        headline: 'O login foi interrompido por segurança',
        happened: (service) =>
          `A resposta não veio do endereço que este site espera para ${service}. Nenhum token foi emitido.`,
        todo: 'Somente o administrador pode verificar isso: talvez a configuração indique o emissor (issuer) errado. Envie os detalhes abaixo a ele.',
      },
      refused: {
        headline: (service) => `${service} recusou a solicitação`,
        happened: 'O serviço não aceitou o que este site enviou.',
        todo: 'Somente o administrador pode resolver isso. Envie os detalhes abaixo a ele.',
      },
      expired: {
        headline: 'Este login não é mais válido',
        happened: (service) => `${service} não o aceitou: ele demorou demais ou já foi usado.`,
        todo: 'Comece de novo e termine em poucos minutos. Nada mudou no HCL Notes.',
      },
      scopeMissing: {
        headline: 'Falta uma permissão',
        happened: (service) => `${service} não concedeu tudo o que é necessário para as reuniões online.`,
        todo: 'Se você desmarcou uma permissão, comece de novo e deixe todas marcadas. Se não havia nada para marcar, envie os detalhes abaixo ao administrador.',
      },
      noRefreshToken: {
        headline: (service) => `${service} não emitiu um token para o Notes`,
        happened:
          'Você entrou, mas o aplicativo que este site usa não pode obter um token duradouro (refresh token, offline access).',
        todo: 'Somente o administrador pode mudar isso no aplicativo. Envie os detalhes abaixo a ele.',
      },
      notForBrowsers: {
        headline: 'Este endereço é para o HCL Notes',
        happened: 'Ele responde ao cliente Notes, não a um navegador nem a outro site.',
        todo: 'Vá para a página inicial para conectar seu serviço de reuniões.',
      },
      notFound: {
        headline: 'Esta página não existe',
        happened: 'Não há nada neste endereço, ou o serviço de reuniões não está ativado aqui.',
        todo: 'Verifique o endereço ou vá para a página inicial. Se o HCL Notes abriu esta página, avise o administrador.',
      },
      nowhere: {
        headline: 'Não há nenhum site neste endereço',
        happened: 'O servidor está funcionando, mas nenhum de seus sites tem este nome ou caminho.',
        todo: 'Verifique se o endereço foi digitado corretamente. Se o HCL Notes abriu esta página, o administrador precisa corrigir a URL raiz no Notes.',
      },
      rateLimited: {
        headline: 'Muitas solicitações neste momento',
        happened: 'São mais do que este site ou o serviço de reuniões consegue aceitar.',
        todo: 'Aguarde um minuto e tente de novo. Se continuar acontecendo, avise o administrador.',
      },
      ourFault: {
        headline: 'Algo deu errado neste site',
        happened: 'Ocorreu um erro inesperado.',
        todo: 'Tente de novo. Se acontecer outra vez, envie os detalhes abaixo ao administrador.',
      },
      serviceTrouble: {
        headline: (service) => `${service} não está respondendo corretamente`,
        happened: 'Não foi possível acessar o serviço, ele demorou demais ou informou um problema.',
        todo: 'Aguarde alguns minutos e tente de novo. Se continuar acontecendo, envie os detalhes abaixo ao administrador.',
      },
      siteUnavailable: {
        headline: 'Este site não está disponível no momento',
        happened: 'Há um erro em sua configuração.',
        todo: 'Tente de novo mais tarde. O administrador encontra o erro no log do serviço.',
      },
      other: {
        headline: 'Não foi possível concluir',
        happened: 'Não foi possível concluir a solicitação.',
        todo: 'Tente de novo. Se acontecer outra vez, envie os detalhes abaixo ao administrador.',
      },
    },
    nextHeading: 'O que fazer',
    startAgain: 'Começar de novo',
    adminHeading: 'Para administradores',
    adminConsent: 'Aprove o aplicativo uma vez para toda a organização, aqui mesmo.',
    adminLink: 'Aprovar o aplicativo',
    sendLink: 'Link para enviar ao administrador',
    mayNeedAdmin: (service) =>
      `${service} informou que um administrador precisa aprovar o aplicativo? Então envie o link abaixo ao administrador.`,
    adminConsentWithoutLink:
      'Envie os detalhes abaixo ao administrador, que pode aprovar o aplicativo no serviço. Quando ele for aprovado, comece de novo pelo HCL Notes.',
    detailsHeading: 'Detalhes para o suporte',
    requestId: 'ID da solicitação',
    time: 'Hora',
    status: 'Status HTTP',
    code: 'Erro',
    service: 'Serviço',
    copyDetails: 'Copiar detalhes',
    detailsCopied: 'Os detalhes estão na área de transferência.',
  },

  consent: {
    heading: 'O aplicativo foi aprovado',
    lead: (service) =>
      `${service} informa que um administrador aprovou o aplicativo para toda a organização.`,
    next: 'Agora todos na organização podem conectar seu serviço de reuniões. A aprovação pode levar alguns minutos para entrar em vigor.',
    start: 'Obter um token',
  },

  check: {
    title: 'Verificação da conexão',
    lead: 'Foi assim que sua solicitação chegou ao servidor. Estes dados não contêm nenhum token, então você pode enviá-los ao administrador.',
    yes: 'sim',
    no: 'não',
    labels: {
      address_known: 'O endereço pertence a um site deste servidor',
      site_in_service: 'O site está em funcionamento',
      public_url: 'Endereço público',
      host_is_public_host: 'O nome do host é o do endereço público',
      scheme: 'Protocolo',
      http_version: 'Versão do HTTP',
      client_address: 'Seu endereço de rede',
      forwarded: 'Um proxy adicionou o próprio cabeçalho',
      authorization_present: 'Um cabeçalho Authorization chegou',
      authorization_is_bearer: 'Ele começa com “Bearer”',
      authorization_length: 'Seu tamanho em caracteres',
      header_bytes: 'Tamanho de todos os cabeçalhos em bytes',
    },
  },
};
