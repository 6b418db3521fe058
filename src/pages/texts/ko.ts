import type { Texts } from './texts.ts';

export const ko: Texts = {
  lang: 'ko',
  dir: 'ltr',
  product: 'HCL Notes 온라인 회의',
  support: '도움말 및 지원',
  home: '첫 페이지',
  language: '언어',
  colon: ': ',
  copy: '복사',
  copied: '복사됨',
  copyFailed:
    '브라우저에서 복사를 허용하지 않았습니다. 텍스트가 선택되어 있으니 Ctrl+C(Mac에서는 ⌘C)를 누르세요.',

  landing: {
    title: '회의 서비스 연결',
    lead: '한 번만 설정하면 됩니다. 이후에는 HCL Notes 캘린더가 온라인 회의를 대신 만들고, 변경하고, 취소합니다.',
    servicesHeading: '어떤 서비스를 사용하시나요?',
    signInAt: (host) => `${host}에서 로그인`,
    stepsHeading: '진행 순서',
    steps: [
      '회의 서비스에 로그인하고 회의에 대한 액세스를 허용합니다. 비밀번호는 이 사이트에 전달되지 않습니다.',
      '토큰이 한 번만 표시되므로 복사합니다.',
      'HCL Notes의 ‘Online Meeting Credentials’에 붙여 넣습니다.',
    ],
    removeHeading: '액세스 해제',
    remove: '액세스는 서비스 페이지에서 언제든지 해제할 수 있습니다.',
    rootHeading: '관리자용',
    root: 'Notes에 입력할 루트 URL',
    emptyHeading: '사용할 수 있는 회의 서비스가 없습니다',
    empty: 'Notes에 연결하려면 먼저 관리자가 회의 서비스를 사용하도록 설정해야 합니다.',
  },

  token: {
    title: (service) => `HCL Notes용 ${service} 설정`,
    copiedTitle: '복사됨: Notes에 붙여 넣으세요',
    heading: (service) => `${service} 토큰이 준비되었습니다`,
    lead: '복사하여 HCL Notes에 붙여 넣으세요.',
    label: '‘Refresh Token’에 복사',
    length: (characters) => `${characters}자`,
    show: '표시',
    copiedStatus: '토큰을 클립보드에 복사했습니다. HCL Notes에서 계속하세요.',
    withoutScript: '토큰을 클릭하여 선택한 다음 복사하세요.',
    stepsHeading: '다음 단계',
    steps: [
      '토큰을 복사합니다.',
      'HCL Notes의 ‘Online Meeting Credentials’로 돌아갑니다.',
      '‘Paste’(붙여넣기)를 클릭합니다. Notes가 토큰을 확인하고 저장합니다.',
    ],
    drawing: 'Notes 양식 그림: ‘Refresh Token’ 옆에 ‘Paste’ 버튼이 있습니다.',
    caution:
      '토큰은 한 번만 표시됩니다. 다른 사람에게 알려주지 마세요. 토큰을 가진 사람은 내 이름으로 회의를 관리할 수 있습니다.',
    printed: '토큰은 인쇄되지 않습니다.',
  },

  error: {
    anyService: '회의 서비스',
    topics: {
      badRequest: {
        headline: '이 방법으로는 페이지를 열 수 없습니다',
        happened: '이 사이트에서 요청을 이해할 수 없습니다.',
        todo: 'HCL Notes 또는 첫 페이지에서 다시 여세요. 해결되지 않으면 관리자에게 문의하세요.',
      },
      notCompleted: {
        headline: '로그인이 완료되지 않았습니다',
        happened:
          '시간이 너무 오래 걸렸거나, 이미 사용되었거나, 다른 브라우저에서 시작되었거나, 이 브라우저가 사이트의 쿠키를 저장하지 않았습니다.',
        todo: '다시 시작하여 이 브라우저에서 끝까지 진행하세요. HCL Notes의 내용은 바뀌지 않았습니다.',
      },
      nothingWaiting: {
        headline: '표시할 토큰이 없습니다',
        happened: '토큰은 한 번만 표시되며, 이 브라우저에는 대기 중인 로그인이 없습니다.',
        todo: '토큰을 복사했다면 HCL Notes에서 계속하세요. 토큰을 잃어버린 경우에만 다시 시작하세요. Zoom과 같은 일부 서비스에서는 이전 토큰을 더 이상 사용할 수 없게 됩니다.',
      },
      declined: {
        headline: '액세스가 허용되지 않았습니다',
        happened: (service) => `${service}에서 권한 요청이 거부되었다고 알려 왔습니다.`,
        todo: 'HCL Notes에서 회의를 관리하려면 다시 시작하여 액세스를 허용하세요. HCL Notes의 내용은 바뀌지 않았습니다.',
      },
      declinedOrAdmin: {
        headline: '액세스가 허용되지 않았습니다',
        happened: (service) =>
          `${service}에서 권한을 받지 못했다고 알려 왔습니다. 요청이 거부되었거나, 관리자만 앱을 승인할 수 있습니다.`,
        todo: '관리자의 승인이 필요하다고 표시되었다면 아래 링크를 관리자에게 보내세요. 이 경우 다시 시작해도 진행되지 않습니다. 직접 거부했다면 다시 시작할 수 있습니다.',
      },
      adminConsent: {
        headline: '먼저 관리자가 이 앱을 승인해야 합니다',
        happened: (service) =>
          `${service}에서는 조직의 관리자만 이 앱을 승인할 수 있습니다. 그전에는 다시 시작해도 진행되지 않습니다.`,
        todo: '아래 링크를 관리자에게 보내세요. 앱이 승인되면 HCL Notes에서 다시 시작하세요.',
      },
      appRefused: {
        headline: (service) => `${service}에서 이 사이트를 허용하지 않습니다`,
        happened:
          '이 사이트에서 사용하는 앱이 등록되어 있지 않거나 비활성화되었거나, 앱의 클라이언트 비밀이 만료되었습니다.',
        todo: '관리자만 해결할 수 있습니다. 아래 세부 정보를 관리자에게 보내세요.',
      },
      appNotPublished: {
        headline: '이 계정에서는 아직 앱을 사용할 수 없습니다',
        happened: (service) => `${service}에서 이 사이트의 앱이 게시되거나 승인되지 않았습니다.`,
        todo: '관리자만 앱의 게시 또는 승인을 처리할 수 있습니다. 아래 세부 정보를 관리자에게 보내세요.',
      },
      scopeRefused: {
        headline: (service) => `${service}에서 권한을 거부했습니다`,
        happened: '이 사이트에서 사용하는 앱이 부여되지 않은 권한을 요청합니다.',
        todo: '관리자만 앱의 권한을 수정할 수 있습니다. 아래 세부 정보를 관리자에게 보내세요.',
      },
      wrongAccount: {
        headline: (service) => `${service}에서 이 계정을 허용하지 않습니다`,
        happened: '개인 계정처럼 종류가 다르거나 다른 조직에 속한 계정입니다.',
        todo: '다시 시작하여 회사 계정으로 로그인하세요. 계정을 선택하는 화면이 나오지 않으면 먼저 서비스에서 로그아웃하세요.',
      },
      blockedByPolicy: {
        headline: '조직에서 이 로그인을 허용하지 않습니다',
        happened: (service) =>
          `${service}에서 기기, 네트워크, 사용자 등에 관한 조직의 규칙이 있다고 알려 왔습니다.`,
        todo: '관리자만 규칙을 변경하거나 필요한 조건을 안내할 수 있습니다. 아래 세부 정보를 관리자에게 보내세요.',
      },
      issuerMismatch: {
        headline: '안전을 위해 로그인을 중단했습니다',
        happened: (service) =>
          `응답이 ${service}에 대해 설정된 발급자로부터 온 것이 아닙니다. 토큰은 발급되지 않았습니다.`,
        todo: '관리자만 확인할 수 있습니다. 설정의 발급자(issuer)가 잘못되었을 수 있습니다. 아래 세부 정보를 관리자에게 보내세요.',
      },
      refused: {
        headline: (service) => `${service}에서 요청을 거부했습니다`,
        happened: '이 사이트에서 보낸 내용을 서비스에서 받아들이지 않았습니다.',
        todo: '관리자만 해결할 수 있습니다. 아래 세부 정보를 관리자에게 보내세요.',
      },
      expired: {
        headline: '이 로그인은 더 이상 유효하지 않습니다',
        happened: (service) =>
          `${service}에서 로그인을 받아들이지 않았습니다. 시간이 너무 오래 걸렸거나 이미 사용되었습니다.`,
        todo: '다시 시작하여 몇 분 안에 완료하세요. HCL Notes의 내용은 바뀌지 않았습니다.',
      },
      scopeMissing: {
        headline: '필요한 권한이 없습니다',
        happened: (service) => `${service}에서 온라인 회의에 필요한 권한을 모두 부여하지 않았습니다.`,
        todo: '권한 선택을 해제했다면 다시 시작하여 모두 선택된 상태로 두세요. 선택할 항목이 없었다면 아래 세부 정보를 관리자에게 보내세요.',
      },
      noRefreshToken: {
        headline: (service) => `${service}에서 Notes용 토큰을 발급하지 않았습니다`,
        happened:
          '로그인은 되었지만, 이 사이트에서 사용하는 앱은 장기 토큰(refresh token, offline access)을 받을 수 없습니다.',
        todo: '관리자만 앱에서 이를 변경할 수 있습니다. 아래 세부 정보를 관리자에게 보내세요.',
      },
      notForBrowsers: {
        headline: 'HCL Notes 전용 주소입니다',
        happened: 'Notes 클라이언트에만 응답하며, 브라우저나 다른 웹사이트에는 응답하지 않습니다.',
        todo: '회의 서비스를 연결하려면 첫 페이지로 이동하세요.',
      },
      notFound: {
        headline: '페이지를 찾을 수 없습니다',
        happened: '이 주소에 내용이 없거나, 이 사이트에서 해당 회의 서비스를 사용할 수 없습니다.',
        todo: '주소를 확인하거나 첫 페이지로 이동하세요. HCL Notes에서 이 페이지가 열렸다면 관리자에게 알려 주세요.',
      },
      nowhere: {
        headline: '이 주소에는 사이트가 없습니다',
        happened: '서버는 작동하지만 이 이름이나 경로를 가진 사이트가 없습니다.',
        todo: '주소에 오타가 없는지 확인하세요. HCL Notes에서 이 페이지가 열렸다면 관리자가 Notes의 루트 URL을 수정해야 합니다.',
      },
      rateLimited: {
        headline: '지금은 요청이 너무 많습니다',
        happened: '이 사이트 또는 회의 서비스가 처리할 수 있는 수를 초과했습니다.',
        todo: '1분 정도 기다린 후 다시 시도하세요. 계속되면 관리자에게 문의하세요.',
      },
      ourFault: {
        headline: '이 사이트에서 문제가 발생했습니다',
        happened: '예기치 않은 오류가 발생했습니다.',
        todo: '다시 시도하세요. 반복되면 아래 세부 정보를 관리자에게 보내세요.',
      },
      serviceTrouble: {
        headline: (service) => `${service}에서 정상적으로 응답하지 않습니다`,
        happened: '연결할 수 없거나, 응답이 너무 늦거나, 서비스 자체에 문제가 있습니다.',
        todo: '몇 분 기다린 후 다시 시도하세요. 계속되면 아래 세부 정보를 관리자에게 보내세요.',
      },
      siteUnavailable: {
        headline: '지금은 이 사이트를 사용할 수 없습니다',
        happened: '사이트 설정에 오류가 있습니다.',
        todo: '나중에 다시 시도하세요. 관리자는 서비스 로그에서 오류를 확인할 수 있습니다.',
      },
      other: {
        headline: '처리하지 못했습니다',
        happened: '요청을 완료할 수 없습니다.',
        todo: '다시 시도하세요. 반복되면 아래 세부 정보를 관리자에게 보내세요.',
      },
    },
    nextHeading: '해결 방법',
    startAgain: '다시 시작',
    adminHeading: '관리자용',
    adminConsent: '여기서 조직 전체에 대해 한 번만 앱을 승인하면 됩니다.',
    adminLink: '앱 승인',
    sendLink: '관리자에게 보낼 링크',
    mayNeedAdmin: (service) =>
      `${service}에서 관리자의 승인이 필요하다고 표시되었나요? 그렇다면 아래 링크를 관리자에게 보내세요.`,
    adminConsentWithoutLink:
      '아래 세부 정보를 관리자에게 보내 서비스에서 앱을 승인해 달라고 요청하세요. 승인되면 HCL Notes에서 다시 시작하세요.',
    detailsHeading: '지원을 위한 세부 정보',
    requestId: '요청 ID',
    time: '시간',
    status: 'HTTP 상태',
    code: '오류',
    service: '서비스',
    copyDetails: '세부 정보 복사',
    detailsCopied: '세부 정보를 클립보드에 복사했습니다.',
  },

  consent: {
    heading: '앱이 승인되었습니다',
    lead: (service) => `${service}에서 관리자가 조직 전체에 대해 앱을 승인했다고 알려 왔습니다.`,
    next: '이제 조직의 모든 사용자가 회의 서비스를 연결할 수 있습니다. 승인이 적용되기까지 몇 분 걸릴 수 있습니다.',
    start: '토큰 받기',
  },

  check: {
    title: '연결 확인',
    lead: '요청이 서버에 도착한 상태입니다. 토큰은 포함되어 있지 않으므로 관리자에게 보내도 됩니다.',
    yes: '예',
    no: '아니요',
    labels: {
      address_known: '이 서버의 사이트에 속한 주소임',
      site_in_service: '사이트가 운영 중임',
      public_url: '공개 주소',
      host_is_public_host: '호스트 이름이 공개 주소와 일치함',
      scheme: '프로토콜',
      http_version: 'HTTP 버전',
      client_address: '내 네트워크 주소',
      forwarded: '프록시가 헤더를 추가함',
      authorization_present: 'Authorization 헤더가 도착함',
      authorization_is_bearer: '‘Bearer’로 시작함',
      authorization_length: '헤더의 길이(문자 수)',
      header_bytes: '모든 헤더의 크기(바이트)',
    },
  },
};
