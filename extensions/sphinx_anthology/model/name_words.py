"""Words in names: particles, titles, degrees, and words of organisations."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


JOINING = frozenset({"and", "at", "by", "for", "from", "of", "on", "the", "who", "with"})
"""Words of descriptions that are no name particle in any known language."""

PARTICLES = _words("""
    Aan Af Al Ap Ap' Bin Ben Binti D' Da Dal Dalla De Degli Dei Del Della Delle Den Der Des Di Dos
    Du El Het Ibn In La Las Le Los Mac Mc Ní Nic Ó Saint Sainte San Santa St St. Ste. Te Ten Ter
    Uí Van Vande Vanden Vander Von Vom Zu Zum Zur 'T
""")
"""Particles with a capital, between given and family name."""

CONNECTORS = frozenset({"e", "i", "y"})
"""Words that join two family names: Ortega y Gasset, Costa e Silva."""

TITLES = _words("""
    dr prof professor mr mrs ms mx sir dame rev reverend drs ir prof.dr dipl.-ing hon
    emeritus associate assistant
""")
"""Titles before a name, without full stop."""

SUFFIXES = _words("""
    jr sr ii iii iv phd dphil edd dsc scd msc bsc mba mphil mres mph dba llb llm llm jd md dds ma
    ba mp obe cbe mbe kbe dbe frs frsa fba frse facss feng esq esquire qc kc rn pe cpa op sj osb
    ofm msw lcsw psyd pharmd dvm dmin thd meng beng mfa pgce fcca aca ret
""")
"""Suffixes after a name, without full stops."""

SHORT_SUFFIXES = frozenset({"ma", "ba", "md", "jd", "mp", "pe", "op", "rn", "ret", "kc", "qc"})
"""Suffixes that may be initials: they need two names before, and capitals."""

COMPANIES = frozenset({"inc", "ltd", "llc", "llp", "plc", "gmbh", "ag", "bv", "ev", "sa", "ngo"})
"""Legal forms after a company's name, without full stops."""

ROLES = _words("""
    author chair co-editor columnist convenor coordinator curator director editor editor-in-chief
    fellow head journalist lecturer manager moderator president professor reader reporter
    researcher scholar secretary student
""")
"""Roles that some write after a name."""

ORGANISATIONS = _words("""
    academy agency alliance archive archives asociación associação association associates bureau
    center centre centro club coalition collaboration collective college commission committee
    community company conference consortium cooperative council department desk directorate
    division editorial editors faculty federation forum foundation fundación gesellschaft
    group gruppe hochschule hospital initiative institut institute institution instituto
    institutet journal laboratory ministry museum network office organisation organization
    partners partnership programme program project redaktion secretariat society
    staff stiftung studio team trust universidad universidade universitat universiteit
    university università université universität universitet union unit verein workshop
""")
"""Words that make a name of several words that of a group."""

NOT_ALONE = frozenset({"union", "college", "trust", "museum", "office", "unit", "desk", "program"})
"""Such words that are also family names: they need names of three words."""

ANYBODY = frozenset({"admin", "blog", "guest", "guests", "site", "staff", "web", "website"})
"""Words that with a role name nobody: ‘Guest author’."""

NOBODY = frozenset({"et al", "al", "others", "and others", "u a", "et alii", "and al", "et alia"})
NOBODY |= {"colleagues", "and colleagues", "y otros", "e outros", "et autres", "und andere"}
"""Texts for unnamed others."""

PLACEHOLDERS = frozenset({"", "tba", "tbc", "tbd", "n n", "nn", "n a", "none", "unknown"})
PLACEHOLDERS |= {"to be announced", "to be confirmed", "author name", "name"}
"""Placeholders for a name to come."""

FAMILY_FIRST = _words("""
    bai cai cao chang chen cheng chiang chu chung cui dai deng ding dong du fan fang feng fu gao gu
    guo han hao he hou hsu hu huang jia jiang jin kong lai li liang liao lin liu lu luo lü ma
    mao meng niu pan peng qian qin qiu ren shao shen shi song su sun tan tang tian tsai tseng wan
    wang wei wen wong wu xi xia xiang xiao xie xiong xu xue yan yang yao ye yin yu yuan zeng zhang
    zhao zheng zhong zhou zhu zou
    bae baek cho choi chung hwang jang jeong jung kang kwon moon noh oh park seo shin song yoon
    nguyen tran pham huynh hoang phan vu vo dang bui ngo duong truong dinh trinh doan luong
    balogh barta bartok biro farkas fekete feher fodor gulyas horvath juhasz kertesz kiraly
    kis kiss kocsis kodaly kovacs lakatos liszt meszaros molnar nagy nemeth olah orban
    orsos papp petofi pinter puskas racz sipos szabo szalai szilagyi szucs takacs torok toth
    varga voros
    abe aoki endo fujii fujita fukuda goto hasegawa hashimoto hayashi honda ikeda inoue ishii
    ishikawa ito kato kawabata kimura kobayashi kondo kurosawa maeda matsumoto mishima miura
    miyazaki murakami nakamura nishimura ogawa okada ota saito sakamoto sasaki sato shimizu
    suzuki takahashi tanaka watanabe yamada yamaguchi yamamoto yoshida
""")
"""Family names (normalised) of languages that put them first."""

TWO_FAMILY_NAMES = _words("""
    acosta aguilar aguirre almeida alonso alvarado alves andrade aranda araujo arias barbosa
    barros batista blanco cabrera calderon campos cardoso carmona carrasco carvalho
    castillo castro contreras correia cortes costa cruz cunha delgado dias duarte duran escobar
    estrada faria ferreira figueroa flores fonseca freitas fuentes gallardo garcia
    garrido gomes guerrero guzman herrera hidalgo ibarra iglesias lima lopes lozano
    machado marques matos medina mejia melo mendes mendoza molina monteiro mora
    morales moreira moreno moya munoz nascimento navarro neves nieto nogueira nunes oliveira
    orozco ortega ortiz osorio pena pereira pinheiro pinto prieto quintero ramirez ramos ribeiro
    rios rivera robles rocha rojas romero rubio ruiz salazar salinas santana
    santos serrano silva soares soto sousa souza suarez tavares teixeira torres vargas
    vasconcelos vega velasco vidal vieira villanueva
""")
"""Family names (normalised) of languages with two family names, besides those in -ez."""
