import { z } from 'zod';
import { command, decideBy, decider, reject, Uuid, type Facts, type Recorded } from '#kernel';
import { PostEvent, PostPublished } from './events.js';
import { same } from './same.js';

const { title, kind, occupation, places } = PostPublished.shape.data.shape;
const own = { allow: { enterprise: 'enterprise' } } as const;

const PublishPost = command(
  'PublishPost',
  { ...own, summary: 'Offer a post for apprentices to be trained for.', zh: '发布岗位' },
  {
    postId: Uuid,
    enterprise: Uuid.describe('The enterprise that has the post.'),
    title,
    kind: kind.describe('Only posts for technical skills are open to apprentices.'),
    occupation,
    places: places.describe('How many people the enterprise seeks for it.'),
  },
);
const ClosePost = command(
  'ClosePost',
  { ...own, summary: 'Take a post off the offer.', zh: '关闭岗位' },
  { postId: Uuid },
);
export const PostCommand = z.discriminatedUnion('type', [PublishPost, ClosePost]);
export type PostCommand = z.infer<typeof PostCommand>;

/** A post on offer. */
export interface Post {
  readonly phase: 'none' | 'open' | 'closed';
  readonly published: z.infer<typeof PostPublished>['data'] | undefined;
}

const evolve = (state: Post, { type, data }: Recorded<PostEvent>): Post => {
  switch (type) {
    case 'PostPublished':
      return { phase: 'open', published: data };
    case 'PostClosed':
      return { ...state, phase: 'closed' };
  }
};

/** Posts are offered and withdrawn by their enterprise; what rests on them looks at them when it decides. */
export const post = decider<PostCommand, Post, PostEvent, never>({
  category: 'post',
  commands: PostCommand,
  events: PostEvent,
  refusals: {},
  initial: { phase: 'none', published: undefined },
  creators: ['PublishPost'],
  streamOf: ({ data }) => data.postId,
  parties: ({ type, data }, { published }) => ({
    enterprise: published?.enterprise ?? (type === 'PublishPost' ? data.enterprise : undefined),
  }),
  decide: decideBy<PostCommand, Post, PostEvent, never, Facts>({
    PublishPost: (data, { phase, published }) => {
      if (phase === 'none') return [{ type: 'PostPublished', data }];
      return same(published, data) ? [] : reject('E_STATE', { phase });
    },
    ClosePost: (data, { phase }) => (phase === 'open' ? [{ type: 'PostClosed', data }] : []),
  }),
  evolve,
  subjects: ({ type, data }, { published }) => {
    const enterprise = type === 'PostPublished' ? data.enterprise : published?.enterprise;
    return [...(enterprise ? [`organization-${enterprise}`] : []), `post-${data.postId}`];
  },
});
