{{- define "skilltrace.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "skilltrace.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "skilltrace.labels" -}}
{{ include "skilltrace.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "skilltrace.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{/* The pod's part that is the same for all: who runs it, and where. */}}
{{- define "skilltrace.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* The container's part that is the same for all. `root` is the chart, `own` the values of this pod alone, here and below. */}}
{{- define "skilltrace.container" -}}
image: {{ include "skilltrace.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- with concat .root.Values.extraVolumeMounts (.own.extraVolumeMounts | default list) }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "skilltrace.volumes" -}}
volumes:
  - name: tmp
    emptyDir: {}
  {{- with concat .root.Values.extraVolumes (.own.extraVolumes | default list) }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* All variables of secrets, by the secrets' names. */}}
{{- define "skilltrace.envFrom" -}}
{{- with . }}
envFrom:
  {{- range . }}
  - secretRef:
      name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* What is said of Kafka once, for every role that meets it. */}}
{{- define "skilltrace.kafkaEnv" -}}
{{- if gt (int .minInsyncReplicas) (int .replication) }}
{{- fail "kafka.minInsyncReplicas is more than kafka.replication: nothing could ever be written" }}
{{- end }}
- name: KAFKA_BROKERS
  value: {{ .brokers | quote }}
- name: KAFKA_TOPIC
  value: {{ .topic | quote }}
- name: KAFKA_PARTITIONS
  value: {{ .partitions | int | quote }}
- name: KAFKA_REPLICATION
  value: {{ .replication | int | quote }}
- name: KAFKA_MIN_INSYNC_REPLICAS
  value: {{ .minInsyncReplicas | int | quote }}
- name: KAFKA_TLS
  value: {{ ternary "on" "off" .tls | quote }}
{{- include "skilltrace.moreEnv" .env }}
{{- end -}}

{{- define "skilltrace.databaseEnv" -}}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef:
      name: {{ .Values.database.secret }}
      key: {{ .Values.database.key }}
{{- end -}}

{{/* The environment of every process that serves. */}}
{{- define "skilltrace.serviceEnv" -}}
{{ include "skilltrace.databaseEnv" . }}
- name: VAULT_KEY
  valueFrom:
    secretKeyRef:
      name: {{ .Values.vault.secret }}
      key: {{ .Values.vault.key }}
{{- if .Values.eventStore.secret }}
- name: EVENT_STORE_URL
  valueFrom:
    secretKeyRef:
      name: {{ .Values.eventStore.secret }}
      key: {{ .Values.eventStore.key }}
{{- end }}
- name: INSTANCE
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: LOG_LEVEL
  value: {{ .Values.logLevel | quote }}
- name: HOST
  value: "0.0.0.0"
- name: HEALTH_PORT
  value: "3001"
- name: SHUTDOWN_DELAY_MS
  value: {{ .Values.shutdown.delayMs | int | quote }}
- name: SHUTDOWN_LIMIT_MS
  value: {{ .Values.shutdown.limitMs | int | quote }}
{{- end -}}

{{- define "skilltrace.moreEnv" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{- define "skilltrace.probes" -}}
startupProbe:
  httpGet: { path: /healthz, port: health }
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /healthz, port: health }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /readyz, port: health }
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 2
{{- end -}}
