import type { AssessmentEvent } from '#assessment/events';
import type { CertificatesEvent } from '#certificates/events';
import type { CareerEvent, EmploymentEvent } from '#employment/events';
import type { PartiesEvent } from '#parties/events';
import type { TrainingEvent } from '#training/events';

type Told =
  | PartiesEvent
  | TrainingEvent
  | AssessmentEvent
  | CertificatesEvent
  | EmploymentEvent
  | CareerEvent;
type Words = readonly [zh: string, en: string];

const path: Partial<Record<Told['type'], Words>> = {
  PersonRegistered: ['实名登记', 'registered by real name'],
  PersonIdentityCorrected: ['更正身份信息', 'identity corrected'],
  IdentityCorrectionRequested: ['申请更正身份信息', 'correction of identity asked for'],
  CandidateSelected: ['招募入选', 'selected under a public call'],
  CandidateReleased: ['取消入选', 'selection given up'],
  PersonReserved: ['占用学员', 'taken for this path'],
  PersonReleased: ['释放学员', 'free for another path'],
  ApprenticeshipProposed: ['提出培养意向', 'proposed for a training post'],
  EmploymentIntentStated: ['本人确认意向', 'intent confirmed'],
  EligibilityConfirmed: ['院校确认资格', 'eligibility confirmed'],
  EligibilityRefused: ['不符合条件', 'eligibility refused'],
  AgreementDrafted: ['拟定培养协议', 'agreement drafted'],
  AgreementSigned: ['签署协议', 'agreement signed'],
  GuardianConsentRecorded: ['监护人同意', 'guardian consented'],
  AgreementConcluded: ['协议生效', 'agreement concluded'],
  LateFilingAllowed: ['同意逾期备案', 'late filing allowed'],
  ApprenticeshipFiled: ['提交备案', 'filed'],
  ApprenticeshipFilingAccepted: ['备案受理', 'filing accepted'],
  ApprenticeshipFilingReturned: ['备案退回', 'filing returned'],
  ApprenticeEnrolledInClass: ['编入班级', 'enrolled in a class'],
  MentorAssigned: ['指派师傅', 'mentor assigned'],
  MentorChanged: ['更换师傅', 'mentor changed'],
  InsuranceCovered: ['保险生效', 'insured'],
  InsuranceLapsed: ['保险中断', 'insurance lapsed'],
  SafetyInductionPassed: ['安全教育合格', 'safety induction passed'],
  TrainingStarted: ['开始培训', 'training started'],
  TrainingSuspended: ['暂停培训', 'training suspended'],
  TrainingResumed: ['恢复培训', 'training resumed'],
  TermChanged: ['变更期限', 'term changed'],
  ChangeAcknowledged: ['确认知悉变更', 'change acknowledged'],
  PostRotationRecorded: ['轮岗', 'worked in another post'],
  PracticeReviewRecorded: ['月度实践评价', 'practice reviewed'],
  IncidentReported: ['安全事件', 'incident reported'],
  MidTermEvaluated: ['中期评价', 'mid-term evaluation'],
  CompletionEndorsed: ['院校确认完成', 'completion endorsed'],
  TrainingCompleted: ['完成培训', 'training completed'],
  Graduated: ['毕业', 'graduated'],
  ApprenticeshipWithdrawn: ['学员退出', 'withdrew'],
  ApprenticeshipTerminated: ['企业终止', 'terminated by the enterprise'],
  ApprenticeshipEnded: ['学徒经历结束', 'path ended'],
};

const hours: Partial<Record<Told['type'], Words>> = {
  TrainingHoursLogged: ['录入学时', 'hours logged'],
  TrainingHoursConfirmed: ['确认学时', 'hours confirmed'],
  TrainingHoursDisputed: ['学时异议', 'hours disputed'],
  TrainingHoursReversed: ['冲销学时', 'hours reversed'],
  BaseHoursCredited: ['认可基地学时', 'base hours credited'],
  BaseHoursRefused: ['不认可基地学时', 'base hours not recognised'],
};

const papers: Partial<Record<Told['type'], Words>> = {
  FinalCompetenceAssessed: ['终结性岗位胜任力评价', 'final post-competence assessment'],
  FinalAssessmentReversed: ['冲销终结性评价', 'final assessment reversed'],
  LevelAssessmentApplied: ['申报等级认定', 'applied for a level assessment'],
  CandidateQualified: ['资格审核通过', 'found qualified'],
  CandidateDisqualified: ['资格审核不通过', 'disqualified'],
  KinshipDeclared: ['申报回避', 'kinship declared'],
  TheoryScored: ['理论评分', 'theory scored'],
  PracticeScored: ['实操评分', 'practice scored'],
  ReviewScored: ['综合评审评分', 'review scored'],
  ObjectionLodged: ['提出异议', 'objection lodged'],
  ObjectionResolved: ['异议处理', 'objection resolved'],
  LevelAssessmentPassed: ['等级认定合格', 'level assessment passed'],
  LevelAssessmentFailed: ['等级认定不合格', 'level assessment failed'],
  TrainingNumberAllotted: ['分配证书编号', 'number allotted'],
  TrainingCertificateIssued: ['颁发培训合格证书', 'training certificate issued'],
  PostAppointmentNoticeIssued: ['发出岗位聘用通知书', 'appointment notice issued'],
  LevelHeld: ['占用等级', 'level held'],
  LevelNoLongerHeld: ['释放等级', 'level no longer held'],
  LevelCorrected: ['等级随证书更正', 'level corrected with its certificate'],
  ExistingCertificateDeclared: ['申报已有证书', 'earlier certificate declared'],
  ExistingCertificateWithdrawn: [
    '撤回已有证书申报',
    'declaration of an earlier certificate withdrawn',
  ],
  CertificateNumbered: ['等级证书编号', 'level certificate numbered'],
  LevelCertificateIssued: ['颁发等级证书', 'level certificate issued'],
  CertificateReported: ['上报证书数据', 'certificate reported'],
  CertificateOnline: ['证书上网可查', 'certificate online'],
  CustodyAttested: ['证书共管确认', 'joint custody attested'],
  ChangeCoSigned: ['会签变更', 'change co-signed'],
  CertificateCorrected: ['更正证书', 'certificate corrected'],
  CertificateReissued: ['补发证书', 'certificate issued again'],
  CertificateSuspended: ['暂停证书', 'certificate suspended'],
  CertificateRestored: ['恢复证书', 'certificate restored'],
  CertificateRevoked: ['撤销证书', 'certificate revoked'],
};

const work: Partial<Record<Told['type'], Words>> = {
  CareerPlanSet: ['制定职业规划', 'career plan set'],
  PromotionChannelAssigned: ['调整晋升通道', 'promotion channel assigned'],
  LaborContractSigned: ['签订劳动合同', 'labour contract signed'],
  SocialInsuranceConfirmed: ['社保核实', 'social insurance confirmed'],
  ApprenticeHired: ['录用', 'hired'],
  ApprenticeNotHired: ['未录用', 'not hired'],
  ProbationConfirmed: ['转正', 'confirmed in post'],
  LevelGraded: ['定级', 'graded'],
  Promoted: ['晋升', 'promoted'],
  PostChanged: ['调岗', 'post changed'],
  RetentionChecked: ['留用核查', 'retention checked'],
  EmployeeDeparted: ['离职', 'left the enterprise'],
};

const words: Readonly<Record<string, Words | undefined>> = {
  ...path,
  ...hours,
  ...papers,
  ...work,
};

/** An event in the words of people: Chinese and English. One without words of its own is told by its name. */
export const wordsOf = (type: string): Words => {
  const plain = type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words[type] ?? [plain, plain];
};
