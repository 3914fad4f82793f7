CREATE TYPE public.status AS ENUM (
    'draft',
    'live'
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.authors (
    id integer NOT NULL,
    email character varying(255) NOT NULL,
    name character varying(100),
    is_active boolean DEFAULT true NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL
);
COMMENT ON COLUMN public.authors.email IS 'Where to write to';
CREATE SEQUENCE public.authors_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.authors_id_seq OWNED BY public.authors.id;
CREATE TABLE public.post_tags (
    post_id bigint NOT NULL,
    tag_id integer NOT NULL
);
CREATE TABLE public.posts (
    id bigint NOT NULL,
    author_id integer NOT NULL,
    slug character varying(80) NOT NULL,
    body text NOT NULL,
    status public.status NOT NULL,
    rating numeric(5,2) DEFAULT '0'::numeric NOT NULL,
    meta json NOT NULL,
    published date,
    CONSTRAINT rating_positive CHECK ((rating >= (0)::numeric))
);
COMMENT ON TABLE public.posts IS 'Things that were written';
CREATE SEQUENCE public.posts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.posts_id_seq OWNED BY public.posts.id;
CREATE TABLE public.tags (
    id integer NOT NULL,
    name character varying(30) NOT NULL,
    uid uuid NOT NULL
);
CREATE SEQUENCE public.tags_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.tags_id_seq OWNED BY public.tags.id;
ALTER TABLE ONLY public.authors ALTER COLUMN id SET DEFAULT nextval('public.authors_id_seq'::regclass);
ALTER TABLE ONLY public.posts ALTER COLUMN id SET DEFAULT nextval('public.posts_id_seq'::regclass);
ALTER TABLE ONLY public.tags ALTER COLUMN id SET DEFAULT nextval('public.tags_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('add7e7c23510');
SELECT pg_catalog.setval('public.authors_id_seq', 1, false);
SELECT pg_catalog.setval('public.posts_id_seq', 1, false);
SELECT pg_catalog.setval('public.tags_id_seq', 1, false);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.authors
    ADD CONSTRAINT authors_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.post_tags
    ADD CONSTRAINT post_tags_pkey PRIMARY KEY (post_id, tag_id);
ALTER TABLE ONLY public.posts
    ADD CONSTRAINT posts_author_id_slug_key UNIQUE (author_id, slug);
ALTER TABLE ONLY public.posts
    ADD CONSTRAINT posts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX ix_authors_email ON public.authors USING btree (email);
CREATE INDEX ix_posts_recent ON public.posts USING btree (author_id, published DESC);
CREATE UNIQUE INDEX ix_tags_lower ON public.tags USING btree (lower((name)::text));
ALTER TABLE ONLY public.post_tags
    ADD CONSTRAINT post_tags_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.post_tags
    ADD CONSTRAINT post_tags_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES public.tags(id);
ALTER TABLE ONLY public.posts
    ADD CONSTRAINT posts_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.authors(id);
